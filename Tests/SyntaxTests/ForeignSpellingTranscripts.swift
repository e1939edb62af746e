/// What people type from other languages, and the whole answer.
enum ForeignSpellingTranscripts {
  static let cases: [(code: String, answer: String)] = [
    (
      #"""
      def f(x): return x
      """#,
      #"""
      syntax error: `def` begins no statement
        at t:1:1
          def f(x): return x
          ^~~
        hint: write `fn f(x) { … }`
      """#
    ),
    (
      #"""
      for x in xs: print(x)
      """#,
      #"""
      syntax error: expected `{` to open the block of `for`, found `:`
        at t:1:12
          for x in xs: print(x)
                     ^
        hint: a block stands in braces: `for x in xs { … }`
      """#
    ),
    (
      #"""
      if c: x
      """#,
      #"""
      syntax error: expected `{` to open the block of `if`, found `:`
        at t:1:5
          if c: x
              ^
        hint: a block stands in braces: `if c { … }`
      """#
    ),
    (
      #"""
      fn f(x): x
      """#,
      #"""
      syntax error: expected `{` to open the block of `fn f`, found `:`
        at t:1:8
          fn f(x): x
                 ^
        hint: a block stands in braces: `fn f(x) { … }`
      """#
    ),
    (
      #"""
      x = a if c else b
      """#,
      #"""
      syntax error: `if` cannot follow an expression
        at t:1:7
          x = a if c else b
                ^~
        hint: write `if c { a } else { b }`
      """#
    ),
    (
      #"""
      f(lambda x: x)
      """#,
      #"""
      syntax error: `lambda` means nothing here
        at t:1:3
          f(lambda x: x)
            ^~~~~~
        hint: write `x => e`
      """#
    ),
    (
      #"""
      a && b
      """#,
      #"""
      syntax error: `&&` means nothing here
        at t:1:3
          a && b
            ^~
        hint: write `and`; on tensors `&`
      """#
    ),
    (
      #"""
      a || b
      """#,
      #"""
      syntax error: `||` means nothing here
        at t:1:3
          a || b
            ^~
        hint: write `or`; on tensors `|`
      """#
    ),
    (
      #"""
      if !a { b }
      """#,
      #"""
      syntax error: `!` means nothing here
        at t:1:4
          if !a { b }
             ^
        hint: write `not x`; on bool tensors `~x`
      """#
    ),
    (
      #"""
      x ^ 2
      """#,
      #"""
      syntax error: `^` means nothing here
        at t:1:3
          x ^ 2
            ^
        hint: write `**` for a power
      """#
    ),
    (
      #"""
      x++
      """#,
      #"""
      syntax error: `++` means nothing here
        at t:1:2
          x++
           ^
        hint: write `x += 1`
      """#
    ),
    (
      #"""
      x--
      y = 1
      """#,
      #"""
      syntax error: `--` means nothing here
        at t:1:2
          x--
           ^
        hint: write `x -= 1`
      """#
    ),
    (
      #"""
      elif x: y
      """#,
      #"""
      syntax error: `elif` begins no statement
        at t:1:1
          elif x: y
          ^~~~
        hint: write `else if`, on the line of the `}`
      """#
    ),
    (
      #"""
      if a { } elif b { }
      """#,
      #"""
      syntax error: `elif` cannot follow an expression
        at t:1:10
          if a { } elif b { }
                   ^~~~
        hint: write `else if`
      """#
    ),
    (
      #"""
      print "a"
      """#,
      #"""
      syntax error: `print` takes parentheses
        at t:1:1
          print "a"
          ^~~~~
        hint: write `print(x)`
      """#
    ),
    (
      #"""
      x is None
      """#,
      #"""
      syntax error: `is` cannot follow an expression
        at t:1:3
          x is None
            ^~
        hint: write `==`, or `!=` for `is not`
      """#
    ),
    (
      #"""
      f(*xs, **d)
      """#,
      #"""
      syntax error: `*` means nothing here
        at t:1:3
          f(*xs, **d)
            ^
        hint: write `..xs` to spread, or to take the rest
      """#
    ),
    (
      #"""
      {1, 2}
      """#,
      #"""
      syntax error: `{` opens a dict here, and there are no sets
        at t:1:3
          {1, 2}
            ^
        hint: a dict is `{key: value}`; distinct items are `unique([…])`
      """#
    ),
    (
      #"""
      {x for x in xs}
      """#,
      #"""
      syntax error: `{` opens a dict here, and there are no sets
        at t:1:4
          {x for x in xs}
             ^~~
        hint: a dict is `{key: value}`; distinct items are `unique([…])`
      """#
    ),
    (
      #"""
      f(e for x in xs)
      """#,
      #"""
      syntax error: a comprehension stands in brackets
        at t:1:5
          f(e for x in xs)
              ^~~
        hint: write `[e for x in xs]`
      """#
    ),
    (
      #"""
      [1:10]
      """#,
      #"""
      syntax error: `:` means nothing here
        at t:1:3
          [1:10]
            ^
        hint: a range is `a..b` or `a..=b`
      """#
    ),
    (
      #"""
      for i = 1:10 { }
      """#,
      #"""
      syntax error: expected `in` behind the variables of `for`, found `=`
        at t:1:7
          for i = 1:10 { }
                ^
        hint: write `for i in 1..=10 { … }`
      """#
    ),
    (
      #"""
      import numpy as np
      """#,
      #"""
      syntax error: expected a path behind `import`, found `numpy`
        at t:1:8
          import numpy as np
                 ^~~~~
        hint: write `import "lib.mscript" as lib`; builtins need no import
      """#
    ),
    (
      #"""
      from a import b
      """#,
      #"""
      syntax error: `from` begins no statement
        at t:1:1
          from a import b
          ^~~~
        hint: builtins need no import; a file is `import "lib.mscript": f, g`
      """#
    ),
    (
      #"""
      x: int = 3
      """#,
      #"""
      syntax error: a variable has no note
        at t:1:2
          x: int = 3
           ^
        hint: notes stand on the parameters of `fn`; write `x = 1`
      """#
    ),
    (
      #"""
      y = 3 // the number
      """#,
      #"""
      syntax error: `//` begins no comment
        at t:1:7
          y = 3 // the number
                ^~
        hint: a comment begins with `#`
      """#
    ),
    (
      #"""
      % hello
      """#,
      #"""
      syntax error: `%` begins no comment
        at t:1:1
          % hello
          ^
        hint: a comment begins with `#`
      """#
    ),
    (
      #"""
      y = x'
      """#,
      #"""
      syntax error: `'` means nothing here
        at t:1:6
          y = x'
               ^
        hint: write `x.T` for the transpose
      """#
    ),
    (
      #"""
      A .* B
      """#,
      #"""
      syntax error: `.*` means nothing here
        at t:1:3
          A .* B
            ^~
        hint: `*` is elementwise; the matrix product is `@`
      """#
    ),
    (
      #"""
      x ~= 3
      """#,
      #"""
      syntax error: `~=` means nothing here
        at t:1:3
          x ~= 3
            ^~
        hint: write `!=`
      """#
    ),
  ]
}
