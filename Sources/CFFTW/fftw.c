#include "CFFTW.h"
