// FFTW 3 in double and single precision, as its header declares it.
#pragma once
#include <fftw3.h>
