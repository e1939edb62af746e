// OpenBLAS as Debian ships it: cblas.h, and LAPACK by its Fortran symbols (no LAPACKE there).
#pragma once
#include <cblas.h>
