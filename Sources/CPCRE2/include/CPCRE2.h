// PCRE2 for regular expressions over UTF-8, as its header declares it.
#pragma once
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
