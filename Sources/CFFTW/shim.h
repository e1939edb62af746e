// FFTW 3 in double and single precision.
#pragma once
#include <fftw3.h>
