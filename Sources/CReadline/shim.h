// GNU readline. Its globals are touched by the one thread that reads lines.
#pragma once
#include <stdio.h>
#pragma clang attribute push( \
    __attribute__((swift_attr("nonisolated(unsafe)"))), apply_to = variable(is_global))
#include <readline/readline.h>
#include <readline/history.h>
#pragma clang attribute pop
