#include "gnuplot_records.h"
