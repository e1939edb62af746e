// Reading plain files fast.
#pragma once

// Fills a buffer from a place in a file, in pieces by all threads. Gives the bytes read up to the
// first gap (fewer than `count` only where the file ends), or the negative of an `errno`; -EINTR
// means that an interrupt was asked for.
long ck_read_at(int file, long offset, void *buffer, long count);
