// How operations are written. Each is a function that ends in a jump to the next one, with the
// machine's state in registers: no frame, nothing saved, one indirect jump for each operation, so
// that the processor predicts each by its own history.
#pragma once
#include "machine.h"

#define CM_INLINE static inline __attribute__((always_inline))
#define CM_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define CM_UNLIKELY(condition) __builtin_expect(!!(condition), 0)

#if defined(__has_attribute) && __has_attribute(musttail) && __has_attribute(preserve_none)
#define CM_IS_QUICK 1
#define CM_CONVENTION __attribute__((preserve_none))
#define CM_TAIL __attribute__((musttail)) return
#else
// Without these a chain of operations would fill the stack: everything is left to `Machine`.
#define CM_IS_QUICK 0
#define CM_CONVENTION
#define CM_TAIL
#endif

// pc: the instruction that runs; r: the frame's registers; k: its constants; g: its variables;
// cells: what it captured; safepoints: taken jumps and calls so far.
#define CM_PARAMETERS                                                                       \
  cm_core *core, const cm_instruction *pc, cm_value *r, const cm_value *k, cm_globals *g,   \
      cm_value *cells, const struct cm_handler *table, int64_t safepoints
#define CM_ARGUMENTS core, pc, r, k, g, cells, table, safepoints

struct cm_handler {
  CM_CONVENTION void (*run)(CM_PARAMETERS);
};

#define OPERATION(name) CM_CONVENTION void cm_op_##name(CM_PARAMETERS)

// Goes on with the next instruction.
#define NEXT                              \
  do {                                    \
    pc++;                                 \
    CM_TAIL table[pc->opcode].run(CM_ARGUMENTS); \
  } while (0)

// Hands the running instruction over, of which nothing has been done.
#define LEAVE CM_TAIL cm_op_leave(CM_ARGUMENTS)

// Whether the pending word has to be looked at at the next safepoint. `Machine` does that: it does
// the whole instruction.
CM_INLINE bool is_pending(const cm_core *core, int64_t safepoints) {
  uint32_t pending = __atomic_load_n(&core->pending, __ATOMIC_RELAXED);
  if (CM_LIKELY(pending == 0)) return false;
  return pending != CM_WATCH || safepoints + 1 >= core->watch_from;
}
#define IS_PENDING is_pending(core, safepoints)

#define JUMP(distance)     \
  do {                     \
    if (IS_PENDING) LEAVE; \
    safepoints++;          \
    pc += (distance);      \
    NEXT;                  \
  } while (0)

OPERATION(leave);

// A value is written as its two parts: copied whole, it would be read back as one vector right
// after two stores, which waits for both.
CM_INLINE void set_value(cm_value *out, const cm_value *value) {
  uint64_t bits = value->bits;
  uint8_t tag = value->tag;
  out->bits = bits;
  out->tag = tag;
}
CM_INLINE void set_int(cm_value *out, int64_t value) {
  out->bits = (uint64_t)value;
  out->tag = CM_INT;
}
CM_INLINE void set_float(cm_value *out, double value) {
  __builtin_memcpy(&out->bits, &value, sizeof value);
  out->tag = CM_FLOAT;
}
CM_INLINE void set_bool(cm_value *out, bool value) {
  out->bits = value;
  out->tag = CM_BOOL;
}

CM_INLINE int64_t int_of(const cm_value *value) { return (int64_t)value->bits; }
CM_INLINE double float_of(const cm_value *value) {
  double result;
  __builtin_memcpy(&result, &value->bits, sizeof result);
  return result;
}
CM_INLINE cm_object *object_of(const cm_value *value) {
  return (cm_object *)(uintptr_t)value->bits;
}
CM_INLINE bool is_object(const cm_value *value, uint8_t kind) {
  return value->tag == CM_OBJECT && object_of(value)->kind == kind;
}

// Up to here ints and floats are the same numbers.
#define CM_EXACT (INT64_C(1) << 53)
CM_INLINE bool is_exact(int64_t value) {
  return (uint64_t)value + CM_EXACT <= (uint64_t)(2 * CM_EXACT);
}

// Counts memory that an object holds besides itself.
CM_INLINE void charge(cm_core *core, int64_t bytes) {
  core->heap_bytes += bytes;
  if (CM_UNLIKELY(core->heap_bytes >= core->heap_threshold))
    __atomic_fetch_or(&core->pending, CM_COLLECT, __ATOMIC_RELAXED);
}

// The operand that means "left out".
enum { CM_ABSENT = 0xffff };

CM_INLINE int jump_of(const cm_instruction *pc) { return (int16_t)pc->c; }
CM_INLINE int wide_of(const cm_instruction *pc) {
  int32_t wide;
  __builtin_memcpy(&wide, &pc->b, sizeof wide);
  return wide;
}
