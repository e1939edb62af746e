/// Slips in literals and at the ends of texts, and the whole answer.
enum LiteralErrorTranscripts {
  static let cases: [(code: String, answer: String)] = [
    (
      #"""
      "\x4"
      """#,
      #"""
      syntax error: `\x4` names no code point
        at t:1:2
          "\x4"
           ^~~
        hint: write `\xHH` with two hexadecimal digits, or `\u{…}` with one to six
      """#
    ),
    (
      #"""
      "abc
      """#,
      #"""
      syntax error: this text is not closed by `"`
        at t:1:1
          "abc
          ^~~~
        hint: a text over several lines is `"""…"""`
      """#
    ),
    (
      #"""
      "\u{110000}"
      """#,
      #"""
      syntax error: `\u{110000}` names no code point
        at t:1:2
          "\u{110000}"
           ^~~~~~~~~~
        hint: write `\xHH` with two hexadecimal digits, or `\u{…}` with one to six
      """#
    ),
    (
      #"""
      b"x"
      """#,
      #"""
      syntax error: `b` is no prefix of a text
        at t:1:1
          b"x"
          ^
        hint: the prefixes are `r` and `f`
      """#
    ),
    (
      #"""
      a b
      """#,
      #"""
      syntax error: expected the end of the statement, found `b`
        at t:1:3
          a b
            ^
        hint: two statements on one line need a `;` between them
      """#
    ),
    (
      #"""
      9223372036854775808
      """#,
      #"""
      syntax error: 9223372036854775808 stands only under a unary minus
        at t:1:1
          9223372036854775808
          ^~~~~~~~~~~~~~~~~~~
        hint: the largest int is 9223372036854775807
      """#
    ),
    (
      #"""
      x = 99999999999999999999
      """#,
      #"""
      syntax error: this number does not fit an int of 64 bits
        at t:1:5
          x = 99999999999999999999
              ^~~~~~~~~~~~~~~~~~~~
        hint: the largest is 9223372036854775807; with a `.` it is a float
      """#
    ),
    (
      #"""
      1e400
      """#,
      #"""
      syntax error: this number is too large for a float
        at t:1:1
          1e400
          ^~~~~
        hint: write `inf` for infinity
      """#
    ),
    (
      #"""
      1e-400
      """#,
      #"""
      syntax error: this number is too small for a float
        at t:1:1
          1e-400
          ^~~~~~
        hint: the smallest is about 5e-324
      """#
    ),
    (
      #"""
      010
      """#,
      #"""
      syntax error: an int does not begin with 0
        at t:1:1
          010
          ^~~
        hint: write `10`
      """#
    ),
    (
      #"""
      0o17
      """#,
      #"""
      syntax error: `0o17` is no number
        at t:1:1
          0o17
          ^~~~
        hint: the prefixes are `0x` and `0b`
      """#
    ),
    (
      #"""
      3x
      """#,
      #"""
      syntax error: `3x` is neither a number nor a name
        at t:1:1
          3x
          ^~
        hint: write `3 * x` for a product; a name does not begin with a digit
      """#
    ),
    (
      #"""
      1__0
      """#,
      #"""
      syntax error: in a number `_` stands between two digits
        at t:1:1
          1__0
          ^~~~
        hint: write `10_000`
      """#
    ),
    (
      #"""
      0x
      """#,
      #"""
      syntax error: `0x` is no number
        at t:1:1
          0x
          ^~
      """#
    ),
    (
      #"""
      x.
      """#,
      #"""
      syntax error: expected a name behind `.`, found the end of the text
        at t:1:3
          x.
            ^
      """#
    ),
    (
      #"""
      x =
      """#,
      #"""
      syntax error: expected an expression, found the end of the text
        at t:1:4
          x =
             ^
      """#
    ),
    (
      #"""
      f(1,
      """#,
      #"""
      syntax error: the text ends inside `(` opened at line 1
        at t:1:5
          f(1,
              ^
      """#
    ),
    (
      #"""
      f(1,

      x y)
      """#,
      #"""
      syntax error: expected `,` or `)` in the call, found `y`
        at t:3:3
          x y)
            ^
        hint: the `(` was opened at line 1
      """#
    ),
    (
      #"""
      if c
      """#,
      #"""
      syntax error: expected `{` to open the block of `if`, found the end of the text
        at t:1:5
          if c
              ^
      """#
    ),
    (
      #"""
      else { }
      """#,
      #"""
      syntax error: a statement cannot begin with `else`
        at t:1:1
          else { }
          ^~~~
        hint: it goes on an `if`: at the prompt `} else {` stands on one line
      """#
    ),
    (
      #"""
      catch { }
      """#,
      #"""
      syntax error: a statement cannot begin with `catch`
        at t:1:1
          catch { }
          ^~~~~
        hint: it goes on a `try`: at the prompt `} catch {` stands on one line
      """#
    ),
    (
      #"""
      return 3
      """#,
      #"""
      syntax error: `return` outside a function
        at t:1:1
          return 3
          ^~~~~~
      """#
    ),
    (
      #"""
      break
      """#,
      #"""
      syntax error: `break` outside a loop
        at t:1:1
          break
          ^~~~~
      """#
    ),
    (
      #"""
      while x { try { } finally { break } }
      """#,
      #"""
      syntax error: `break` cannot leave a `finally`
        at t:1:29
          while x { try { } finally { break } }
                                      ^~~~~
      """#
    ),
    (
      #"""
      fn f() { try { } finally { return 1 } }
      """#,
      #"""
      syntax error: `return` cannot leave a `finally`
        at t:1:28
          fn f() { try { } finally { return 1 } }
                                     ^~~~~~
      """#
    ),
    (
      #"""
      if x { import "a" as b }
      """#,
      #"""
      syntax error: `import` stands only at the top level
        at t:1:8
          if x { import "a" as b }
                 ^~~~~~
      """#
    ),
    (
      #"""
      fn f(a, a) { }
      """#,
      #"""
      syntax error: two parameters are called `a`
        at t:1:9
          fn f(a, a) { }
                  ^
      """#
    ),
    (
      #"""
      fn f(a=1, b) { }
      """#,
      #"""
      syntax error: `b` has no default but stands behind a parameter that has one
        at t:1:11
          fn f(a=1, b) { }
                    ^
        hint: move it to the front, or put it behind `..more` to take it by name only
      """#
    ),
    (
      #"""
      fn f(..a, ..b) { }
      """#,
      #"""
      syntax error: only one parameter can take the rest
        at t:1:11
          fn f(..a, ..b) { }
                    ^~~
      """#
    ),
    (
      #"""
      fn if() { }
      """#,
      #"""
      syntax error: expected a name for the function, found the reserved word `if`
        at t:1:4
          fn if() { }
             ^~
      """#
    ),
  ]
}
