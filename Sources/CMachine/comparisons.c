// Comparisons of numbers, and jumps by them; equality also of bools, of `none`, and of a text with
// itself.
#include "operation.h"

// Ints with ints, floats with floats, and floats with ints that are exact as floats; what else
// OTHERS compares.
#define COMPARE(result, x, y, OPERATOR, OTHERS)                          \
  bool result;                                                           \
  if (x->tag == CM_INT && CM_LIKELY(y->tag == CM_INT)) {                 \
    result = int_of(x) OPERATOR int_of(y);                               \
  } else if (x->tag == CM_FLOAT && CM_LIKELY(y->tag == CM_FLOAT)) {      \
    result = float_of(x) OPERATOR float_of(y);                           \
  } else if (x->tag == CM_FLOAT && y->tag == CM_INT) {                   \
    if (CM_UNLIKELY(!is_exact(int_of(y)))) LEAVE;                        \
    result = float_of(x) OPERATOR (double)int_of(y);                     \
  } else if (x->tag == CM_INT && y->tag == CM_FLOAT) {                   \
    if (CM_UNLIKELY(!is_exact(int_of(x)))) LEAVE;                        \
    result = (double)int_of(x) OPERATOR float_of(y);                     \
  } else {                                                               \
    OTHERS(result, x, y, OPERATOR)                                       \
  }

#define NO_OTHERS(result, x, y, OPERATOR) LEAVE;
#define SAME_OTHERS(result, x, y, OPERATOR)                                            \
  if (x->tag != y->tag) LEAVE;                                                         \
  if (x->tag == CM_OBJECT && (x->bits != y->bits || object_of(x)->kind != CM_TEXT)) LEAVE; \
  result = x->bits OPERATOR y->bits;

#define COMPARISON(name, OPERATOR, OTHERS)                               \
  OPERATION(name) {                                                      \
    const cm_value *x = &r[pc->b], *y = &r[pc->c];                       \
    COMPARE(result, x, y, OPERATOR, OTHERS)                              \
    set_bool(&r[pc->a], result);                                         \
    NEXT;                                                                \
  }

#define JUMP_UNLESS(name, SECOND, OPERATOR, OTHERS)                      \
  OPERATION(name) {                                                      \
    const cm_value *x = &r[pc->a], *y = &SECOND[pc->b];                  \
    COMPARE(result, x, y, OPERATOR, OTHERS)                              \
    if (result) NEXT;                                                    \
    JUMP(jump_of(pc));                                                   \
  }

#define ALL(name, OPERATOR, OTHERS)                                      \
  COMPARISON(name, OPERATOR, OTHERS)                                     \
  JUMP_UNLESS(jump_unless_##name, r, OPERATOR, OTHERS)                   \
  JUMP_UNLESS(jump_unless_##name##_k, k, OPERATOR, OTHERS)

ALL(less, <, NO_OTHERS)
ALL(less_or_equal, <=, NO_OTHERS)
ALL(greater, >, NO_OTHERS)
ALL(greater_or_equal, >=, NO_OTHERS)
ALL(equal, ==, SAME_OTHERS)
ALL(not_equal, !=, SAME_OTHERS)
