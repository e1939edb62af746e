#include "gnuplot_records.h"

#include <gnuplot-iostream.h>

#include <cstring>
#include <ostream>
#include <sstream>
#include <streambuf>
#include <string>

namespace {

// A stream over memory that somebody else owns; what does not fit sets badbit.
struct FixedBuffer : std::streambuf {
  FixedBuffer(char *begin, size_t length) { setp(begin, begin + length); }
};

// One point: `columns` numbers that gnuplot reads as one record.
template <size_t columns>
struct Record {
  double values[columns];
};

// `count` records side by side in memory, seen as the container that the header iterates.
template <size_t columns>
struct Records {
  using value_type = Record<columns>;
  using const_iterator = const value_type *;

  const value_type *first;
  size_t count;

  const_iterator begin() const { return first; }
  const_iterator end() const { return first + count; }
  size_t size() const { return count; }
};

}  // namespace

// The header's customization point: how one record is named, and how it is written.
namespace gnuplotio {

template <size_t columns>
struct BinfmtSender<Record<columns>> {
  static void send(std::ostream &stream) {
    for (size_t column = 0; column < columns; column++) BinfmtSender<double>::send(stream);
  }
};

template <size_t columns>
struct BinarySender<Record<columns>> {
  static void send(std::ostream &stream, const Record<columns> &record) {
    for (double value : record.values) BinarySender<double>::send(stream, value);
  }
};

}  // namespace gnuplotio

namespace {

template <size_t columns>
int send(
    const double *values, size_t points, unsigned char *bytes, char *format, size_t capacity) {
  static_assert(sizeof(Record<columns>) == columns * sizeof(double), "no padding");
  Records<columns> records{reinterpret_cast<const Record<columns> *>(values), points};
  using namespace gnuplotio;

  FixedBuffer payload(reinterpret_cast<char *>(bytes), points * columns * sizeof(double));
  std::ostream stream(&payload);
  top_level_array_sender(stream, records, Mode1D(), ModeBinary());
  if (!stream) return -1;

  std::ostringstream words;
  words << " format='";
  top_level_array_sender(words, records, Mode1D(), ModeBinfmt());
  words << "' record=(";
  top_level_array_sender(words, records, Mode1D(), ModeSize());
  words << ") ";
  const std::string text = words.str();
  if (text.size() + 1 > capacity) return -1;
  std::memcpy(format, text.c_str(), text.size() + 1);
  return static_cast<int>(text.size());
}

}  // namespace

int gnuplot_records(
    const double *values, size_t points, size_t columns, unsigned char *bytes, char *format,
    size_t capacity) {
  if (points == 0) return -1;  // `record=0` makes gnuplot read to the end of the file
  try {
    switch (columns) {
      case 1: return send<1>(values, points, bytes, format, capacity);
      case 2: return send<2>(values, points, bytes, format, capacity);
      case 3: return send<3>(values, points, bytes, format, capacity);
      case 4: return send<4>(values, points, bytes, format, capacity);
      case 5: return send<5>(values, points, bytes, format, capacity);
      case 6: return send<6>(values, points, bytes, format, capacity);
      default: return -1;
    }
  } catch (...) {
    return -1;
  }
}
