// The quick half of the machine: runs instructions for as long as they are the usual ones on
// numbers, lists, dicts, variables and calls of script functions. `Machine` has all instructions;
// what is not done here, it does. The structs mirror the memory of its classes, which it compares
// with them before it relies on them.
#pragma once
#include <stdbool.h>
#include <stdint.h>

// `Value` and `Tag`.
typedef struct {
  uint64_t bits;
  uint8_t tag;
} cm_value;

enum { CM_NONE = 0, CM_BOOL = 1, CM_INT = 2, CM_FLOAT = 3, CM_OBJECT = 4, CM_UNSET = 255 };

// `Instruction`.
typedef struct {
  uint8_t opcode;
  uint16_t a, b, c;
} cm_instruction;

// `HeapObject`: the head of every object.
typedef struct {
  void *type;
  uint64_t references;
  uint8_t kind, is_marked, is_shared;
  uint8_t is_lent;  // another array may have the same memory
  void *next;
} cm_object;

// `ObjectKind`, as far as it is looked at.
enum {
  CM_TEXT = 0, CM_LIST = 1, CM_DICT = 2, CM_TENSOR = 4, CM_CLOSURE = 5, CM_ERROR = 8, CM_INSTANCE = 9,
  CM_MODULE = 10
};

// The head of a Swift array's elements.
typedef struct {
  void *type;
  uint64_t references;
  int64_t count;
  uint64_t doubled_capacity;
} cm_array;

typedef struct {
  cm_object object;
  cm_array *items;
  cm_value *base;       // the items themselves
  int64_t count, room;  // how many, and how many fit
} cm_list;

// A text has up to 22 bytes in itself, zeros behind them, or any number in an array.
enum { CM_SHORT_TEXT = 22, CM_LONG_TEXT = 255 };
typedef struct {
  cm_object object;
  cm_array *utf8;
  int64_t hash;  // 0 until asked for
  uint8_t short_bytes[CM_SHORT_TEXT];
  uint8_t short_count;  // or CM_LONG_TEXT
  bool is_ascii;
} cm_text;

typedef struct {
  cm_value key, value;
  int64_t hash;
} cm_entry;

typedef struct {
  cm_object object;
  cm_array *entries, *places;
  int64_t count;
} cm_dict;

typedef struct {
  cm_object object;
  cm_value value;
} cm_cell;

// Where a method call looks for its function first: `MethodCandidate`.
enum { CM_NOWHERE = 0, CM_REGISTER, CM_LOCAL_CELL, CM_CAPTURE, CM_GLOBAL };

// What a method call needs to know of its `MethodSite`.
typedef struct {
  void *site;
  cm_text *name;
  bool is_plain;        // no argument has a name
  bool is_type_method;  // lists or dicts have a method of this name themselves
  uint8_t candidate;
  uint16_t candidate_index;
  int64_t last_position;  // of the entry in the dict that had the name last
} cm_method_site;

// The variables of a session or file.
enum { CM_GLOBALS = 1 << 16 };
typedef struct {
  cm_value values[CM_GLOBALS];
  uint32_t bound_in[CM_GLOBALS];
  uint32_t cell;
} cm_globals;

// For Swift, which takes no arrays of this size in.
enum { CM_GLOBALS_SIZE = sizeof(cm_globals) };
static inline cm_value *cm_values(cm_globals *globals) { return globals->values; }
static inline uint32_t *cm_bound_in(cm_globals *globals) { return globals->bound_in; }

typedef struct {
  cm_object object;
  void *prototype;
  cm_instruction *code, *unguarded_code;
  cm_value *constants;
  cm_globals *globals;
  cm_value *cells;
  int64_t capture_count;
  cm_method_site *method_sites;
  int64_t register_count, plain_arity;
  cm_text **names;
} cm_closure;

// `Frame`: an active call. While it runs, its `pc` is not up to date.
typedef struct {
  cm_instruction *pc;
  cm_value *registers;
  cm_closure *closure;
} cm_frame;

// What a machine and `cm_run` share.
typedef struct {
  cm_frame *top, *last_frame;
  cm_frame *base;                      // cm_run does not return from this one
  cm_value *clean_from;                // see `VirtualMachine`
  int64_t safepoints;                  // taken jumps and calls
  int64_t heap_bytes, heap_threshold;  // from the threshold on, a collection is asked for
  cm_object *newest;                   // the heap's objects: each names the next older one
  int64_t object_count;
  cm_text *spares;                     // short texts without a value, ready to be made
  int64_t spare_count;
  int64_t watch_from;                  // the safepoint at which CM_WATCH wants to be looked at
  uint32_t pending;                    // atomic: bits of `Pending`
} cm_core;

enum { CM_COLLECT = 1, CM_WATCH = 4 };

// The instructions that are done here.
typedef enum {
  CM_LEAVE,
  CM_MOVE, CM_CONSTANT, CM_SET_UNSET, CM_CHECK_SET, CM_SHARE, CM_GET_GLOBAL, CM_SET_GLOBAL,
  CM_GET_CELL, CM_SET_CELL, CM_GET_CAPTURE, CM_SET_CAPTURE,
  CM_ADD, CM_SUBTRACT, CM_MULTIPLY, CM_DIVIDE, CM_FLOOR_DIVIDE, CM_REMAINDER,
  CM_ADD_K, CM_SUBTRACT_K, CM_MULTIPLY_K, CM_DIVIDE_K, CM_FLOOR_DIVIDE_K, CM_REMAINDER_K,
  CM_K_ADD, CM_K_SUBTRACT, CM_K_MULTIPLY, CM_K_DIVIDE, CM_NEGATE, CM_NOT,
  CM_EQUAL, CM_NOT_EQUAL, CM_LESS, CM_LESS_OR_EQUAL, CM_GREATER, CM_GREATER_OR_EQUAL,
  CM_JUMP, CM_JUMP_IF, CM_JUMP_UNLESS, CM_JUMP_IF_FALSE, CM_JUMP_IF_SET, CM_JUMP_IF_INSTANCE,
  CM_JUMP_UNLESS_PLACE,
  CM_JUMP_UNLESS_EQUAL, CM_JUMP_UNLESS_NOT_EQUAL, CM_JUMP_UNLESS_LESS,
  CM_JUMP_UNLESS_LESS_OR_EQUAL, CM_JUMP_UNLESS_GREATER, CM_JUMP_UNLESS_GREATER_OR_EQUAL,
  CM_JUMP_UNLESS_EQUAL_K, CM_JUMP_UNLESS_NOT_EQUAL_K, CM_JUMP_UNLESS_LESS_K,
  CM_JUMP_UNLESS_LESS_OR_EQUAL_K, CM_JUMP_UNLESS_GREATER_K, CM_JUMP_UNLESS_GREATER_OR_EQUAL_K,
  CM_FOR_LOOP,
  CM_CALL, CM_CALL_GLOBAL, CM_CALL_METHOD, CM_APPEND, CM_RETURN,
  CM_LIST_APPEND, CM_GET_INDEX, CM_SET_INDEX, CM_GET_FIELD, CM_SET_FIELD, CM_OWN_ROOT,
  CM_OWN_ITEM, CM_REQUIRE_OBJECT, CM_FORMAT_VALUE, CM_JOIN_TEXTS,
  CM_OPERATION_COUNT
} cm_operation;

// Says which operation an opcode means, before anything runs. Opcodes that are not named leave.
void cm_set_operation(uint8_t opcode, cm_operation operation);

// The places of a dict that a hash tries, one after the other. As in CPython: ints are their own
// hash, so that runs of them lie side by side, and all bits of the hash come into play where places
// are taken.
typedef struct {
  uint64_t place, rest, mask;
} cm_probe;
static inline cm_probe cm_probe_of(int64_t hash, uint64_t mask) {
  cm_probe probe = {(uint64_t)hash & mask, (uint64_t)hash, mask};
  return probe;
}
static inline void cm_advance(cm_probe *probe) {
  probe->rest >>= 5;
  probe->place = (probe->place * 5 + probe->rest + 1) & probe->mask;
}

// What stands in a place: the entry's position plus one in as many bits as the places' mask has,
// and in the others what the hash has there. Most places that another key took are told from that,
// without a look at the entry, which lies anywhere in memory.
static inline uint32_t cm_place(int64_t position, int64_t hash, uint64_t mask) {
  return (uint32_t)(position + 1) | ((uint32_t)hash & ~(uint32_t)mask);
}
static inline int64_t cm_position(uint32_t place, uint64_t mask) {
  return (int64_t)(place & (uint32_t)mask) - 1;
}
static inline bool cm_may_be(uint32_t place, int64_t hash, uint64_t mask) {
  return ((place ^ (uint32_t)hash) & ~(uint32_t)mask) == 0;
}

// Spreads the bits, so that the low ones depend on all.
uint64_t cm_mixed(uint64_t bits);

// The hash of UTF-8 bytes; never 0.
int64_t cm_hash(const uint8_t *bytes, int64_t count);

// Writes an int's decimal digits, up to CM_LONGEST_INT bytes; gives how many.
enum { CM_LONGEST_INT = 20 };
int cm_write_int(int64_t value, uint8_t *out);

// Runs the top frame from its `pc` on, until that stands at an instruction that is not done here,
// or at one where the pending word has to be looked at.
void cm_run(cm_core *core);
