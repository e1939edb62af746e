// Numbers with numbers. An overflow, a division by zero and everything else leaves: the error, or
// the tensor, is `Machine`'s.
#include "operation.h"

// Two ints go to INTS, other numbers become the floats a and b, and everything else to OTHERS.
#define NUMBERS_OR(OTHERS, x, y, INTS)                        \
  double a, b;                                                \
  if (x->tag == CM_INT) {                                     \
    if (CM_LIKELY(y->tag == CM_INT)) {                        \
      INTS                                                    \
    } else {                                                  \
      if (CM_UNLIKELY(y->tag != CM_FLOAT)) OTHERS;            \
      a = (double)int_of(x), b = float_of(y);                 \
    }                                                         \
  } else {                                                    \
    if (CM_UNLIKELY(x->tag != CM_FLOAT)) OTHERS;              \
    if (CM_LIKELY(y->tag == CM_FLOAT)) {                      \
      a = float_of(x), b = float_of(y);                       \
    } else {                                                  \
      if (CM_UNLIKELY(y->tag != CM_INT)) OTHERS;              \
      a = float_of(x), b = (double)int_of(y);                 \
    }                                                         \
  }
#define NUMBERS(x, y, INTS) NUMBERS_OR(LEAVE, x, y, INTS)

// Ints by BUILTIN, which says whether it overflows, floats by OPERATOR.
#define ARITHMETIC_OR(OTHERS, name, FIRST, SECOND, BUILTIN, OPERATOR)       \
  OPERATION(name) {                                                         \
    const cm_value *x = &FIRST[pc->b], *y = &SECOND[pc->c];                 \
    NUMBERS_OR(OTHERS, x, y, {                                              \
      int64_t result;                                                       \
      if (CM_UNLIKELY(BUILTIN(int_of(x), int_of(y), &result))) LEAVE;       \
      set_int(&r[pc->a], result);                                           \
      NEXT;                                                                 \
    })                                                                      \
    set_float(&r[pc->a], a OPERATOR b);                                     \
    NEXT;                                                                   \
  }
#define ARITHMETIC(name, FIRST, SECOND, BUILTIN, OPERATOR) \
  ARITHMETIC_OR(LEAVE, name, FIRST, SECOND, BUILTIN, OPERATOR)

OPERATION(add_texts);
ARITHMETIC_OR(CM_TAIL cm_op_add_texts(CM_ARGUMENTS), add, r, r, __builtin_add_overflow, +)
ARITHMETIC(add_k, r, k, __builtin_add_overflow, +)
ARITHMETIC(k_add, k, r, __builtin_add_overflow, +)
ARITHMETIC(subtract, r, r, __builtin_sub_overflow, -)
ARITHMETIC(subtract_k, r, k, __builtin_sub_overflow, -)
ARITHMETIC(k_subtract, k, r, __builtin_sub_overflow, -)
ARITHMETIC(multiply, r, r, __builtin_mul_overflow, *)
ARITHMETIC(multiply_k, r, k, __builtin_mul_overflow, *)
ARITHMETIC(k_multiply, k, r, __builtin_mul_overflow, *)

// The quotient of two ints is a float; of ints that no float is equal to, it needs care.
#define DIVISION(name, FIRST, SECOND)                                       \
  OPERATION(name) {                                                         \
    const cm_value *x = &FIRST[pc->b], *y = &SECOND[pc->c];                 \
    NUMBERS(x, y, {                                                         \
      if (CM_UNLIKELY(!is_exact(int_of(x)) || !is_exact(int_of(y)))) LEAVE; \
      a = (double)int_of(x);                                                \
      b = (double)int_of(y);                                                \
    })                                                                      \
    if (CM_UNLIKELY(b == 0)) LEAVE;                                         \
    set_float(&r[pc->a], a / b);                                            \
    NEXT;                                                                   \
  }

DIVISION(divide, r, r)
DIVISION(divide_k, r, k)
DIVISION(k_divide, k, r)

// By a positive int: quotient rounded down, rest not negative. 32 bits divide much faster.
CM_INLINE void divide_down(int64_t x, int64_t y, int64_t *quotient, int64_t *rest) {
  if (CM_LIKELY((((uint64_t)x | (uint64_t)y) >> 32) == 0)) {
    *quotient = (uint32_t)x / (uint32_t)y;
    *rest = (uint32_t)x % (uint32_t)y;
    return;
  }
  *quotient = x / y;
  *rest = x % y;
  if (*rest < 0) {
    *quotient -= 1;
    *rest += y;
  }
}

#define FLOOR_DIVISION(name, SECOND, RESULT)                                        \
  OPERATION(name) {                                                                 \
    const cm_value *x = &r[pc->b], *y = &SECOND[pc->c];                             \
    if (CM_UNLIKELY(x->tag != CM_INT || y->tag != CM_INT || int_of(y) <= 0)) LEAVE; \
    int64_t quotient, rest;                                                         \
    divide_down(int_of(x), int_of(y), &quotient, &rest);                            \
    set_int(&r[pc->a], RESULT);                                                     \
    NEXT;                                                                           \
  }

FLOOR_DIVISION(floor_divide, r, quotient)
FLOOR_DIVISION(floor_divide_k, k, quotient)
FLOOR_DIVISION(remainder, r, rest)
FLOOR_DIVISION(remainder_k, k, rest)

OPERATION(negate) {
  const cm_value *x = &r[pc->b];
  if (x->tag == CM_FLOAT) {
    set_float(&r[pc->a], -float_of(x));
  } else {
    int64_t result;
    if (CM_UNLIKELY(x->tag != CM_INT || __builtin_sub_overflow(0, int_of(x), &result))) LEAVE;
    set_int(&r[pc->a], result);
  }
  NEXT;
}
