// Numbers in decimal digits, one by one and as the rows of a file.
#pragma once
#include <stdint.h>

enum ck_number_kind { CK_NO_NUMBER, CK_WHOLE, CK_REAL };

// The number that `count` bytes spell, spaces around allowed: a whole one that fits in 64 bits, or
// a real one, rounded exactly. `nan`, `inf` and `infinity` count in any case.
int ck_parse_number(const uint8_t *text, long count, int64_t *whole, double *real);

// Where rows stand: the number of the first one in each piece of the bytes, and last that of all
// rows: of line ends, and of a last row without one. To be freed; NULL if there is no memory or an
// interrupt was asked for.
long *ck_csv_rows(const uint8_t *bytes, long count, long *rows);

// Reads rows of `columns` fields that all are numbers or empty (NaN), without quotes. Column c goes
// to out[c], 8 bytes a row: doubles where is_real[c] is set, else whole numbers; is_real is read
// (set it for what the first row shows) and written. `first_rows` is what ck_csv_rows gave. 0 means
// that a field or row is not as said, or that an interrupt was asked for.
int ck_csv_numbers(const uint8_t *bytes, long count, uint8_t separator, long columns,
                   const long *first_rows, void *const *out, uint8_t *is_real);
