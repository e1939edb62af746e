/// Slips in statements and structure, and the whole answer.
enum StructureErrorTranscripts {
  static let cases: [(code: String, answer: String)] = [
    (
      #"""
      x = fn f() { }
      """#,
      #"""
      syntax error: a function in an expression has no name
        at t:1:8
          x = fn f() { }
                 ^
        hint: define `fn f(x) { … }` as a statement, or leave the name out
      """#
    ),
    (
      #"""
      fn() = 3
      """#,
      #"""
      syntax error: a function without a name has a block
        at t:1:6
          fn() = 3
               ^
        hint: write `x => e` for an expression
      """#
    ),
    (
      #"""
      (x: int) => x
      """#,
      #"""
      syntax error: a lambda has no notes on its parameters
        at t:1:3
          (x: int) => x
            ^
        hint: write `fn(x: note) { … }`
      """#
    ),
    (
      #"""
      fn f(x: f32[..., ...]) { }
      """#,
      #"""
      syntax error: a note has at most one `...`
        at t:1:18
          fn f(x: f32[..., ...]) { }
                           ^~~
      """#
    ),
    (
      #"""
      x |> f + 1
      """#,
      #"""
      syntax error: right of `|>` stands a call, index or field chain, or a lambda, found `+`
        at t:1:8
          x |> f + 1
                 ^
        hint: put the pipe in parentheses to calculate with its value
      """#
    ),
    (
      #"""
      1 + not x
      """#,
      #"""
      syntax error: `not` binds weaker than the operator before it
        at t:1:5
          1 + not x
              ^~~
        hint: write `(not …)`
      """#
    ),
    (
      #"""
      a + x => x
      """#,
      #"""
      syntax error: `=>` inside an operation
        at t:1:7
          a + x => x
                ^~
        hint: put the lambda in parentheses: `(x => e)`
      """#
    ),
    (
      #"""
      f(x) = 3
      """#,
      #"""
      syntax error: cannot assign to a call
        at t:1:1
          f(x) = 3
          ^~~~
        hint: a function is `fn f(x) = e`; assign to a name, an index `x[i]` or a field `x.f`
      """#
    ),
    (
      #"""
      1 = x
      """#,
      #"""
      syntax error: cannot assign to `1`
        at t:1:1
          1 = x
          ^
        hint: assign to a name, an index `x[i]` or a field `x.f`
      """#
    ),
    (
      #"""
      (a) = 3
      """#,
      #"""
      syntax error: cannot assign to something in parentheses
        at t:1:1
          (a) = 3
          ^~~
        hint: take the parentheses away
      """#
    ),
    (
      #"""
      a, ..b, ..c = xs
      """#,
      #"""
      syntax error: only one `..name` can take what is left
        at t:1:9
          a, ..b, ..c = xs
                  ^~~
      """#
    ),
    (
      #"""
      a, ..b[0] = xs
      """#,
      #"""
      syntax error: what is left goes to a name
        at t:1:4
          a, ..b[0] = xs
             ^~~~~~
        hint: write `head, ..tail = xs`
      """#
    ),
    (
      #"""
      a, b += 1
      """#,
      #"""
      syntax error: `+=` changes one place: a name, an index or a field
        at t:1:1
          a, b += 1
          ^~~~
        hint: write `x = …` to assign something new
      """#
    ),
    (
      #"""
      del f(x)
      """#,
      #"""
      syntax error: `del` takes places
        at t:1:5
          del f(x)
              ^~~~
        hint: write `del name`, `del d[k]` or `del xs[i]`
      """#
    ),
    (
      #"""
      not = 3
      """#,
      #"""
      syntax error: expected a name for the variable, found the reserved word `not`
        at t:1:1
          not = 3
          ^~~
      """#
    ),
    (
      #"""
      if c { 1 } else { 2 } + 3
      """#,
      #"""
      syntax error: a statement that begins with `if` ends at its `}`, found `+`
        at t:1:23
          if c { 1 } else { 2 } + 3
                                ^
        hint: put it in parentheses to go on: `(if … )`
      """#
    ),
    (
      #"""
      if x { y } z
      """#,
      #"""
      syntax error: expected the end of the statement, found `z`
        at t:1:12
          if x { y } z
                     ^
        hint: two statements on one line need a `;` between them
      """#
    ),
    (
      #"""
      x = 1 { 2 }
      """#,
      #"""
      syntax error: expected the end of the statement, found `{`
        at t:1:7
          x = 1 { 2 }
                ^
        hint: `{` opens a block only behind a head such as `if c`, `for x in xs` or `fn f()`
      """#
    ),
    (
      #"""
      try { }
      """#,
      #"""
      syntax error: expected `catch` or `finally` behind `try`, found the end of the text
        at t:1:8
          try { }
                 ^
      """#
    ),
    (
      #"""
      ..xs
      """#,
      #"""
      syntax error: nothing stands left of `..`
        at t:1:1
          ..xs
          ^~~~
        hint: a spread `..xs` stands in a call, a list or a dict; a range is `a..b`
      """#
    ),
    (
      #"""
      f(..)
      """#,
      #"""
      syntax error: expected an expression, found `)`
        at t:1:5
          f(..)
              ^
      """#
    ),
    (
      #"""
      [..x for x in xs]
      """#,
      #"""
      syntax error: a comprehension makes one item at a time
        at t:1:6
          [..x for x in xs]
               ^~~
        hint: join lists with `concat(..xs)`
      """#
    ),
    (
      #"""
      x = (1
      """#,
      #"""
      syntax error: the text ends inside `(` opened at line 1
        at t:1:7
          x = (1
                ^
      """#
    ),
    (
      #"""
      return }
      """#,
      #"""
      syntax error: `return` outside a function
        at t:1:1
          return }
          ^~~~~~
      syntax error: `}` closes nothing
        at t:1:8
          return }
                 ^
        hint: no `{` is open here
      """#
    ),
    (
      #"""
      # %% [markdown] Prose
      x = 1
      """#,
      #"""
      syntax error: a prose cell holds comments only
        at t:2:1
          x = 1
          ^
        hint: begin a cell of code with a line `# %%`
      """#
    ),
    (
      #"""
      f(1
      # %% next
      y
      """#,
      #"""
      syntax error: cell ends inside `(` opened at line 1
        at t:2:1
          # %% next
          ^~~~~~~~~
      """#
    ),
    (
      #"""
      import "a"
      """#,
      #"""
      syntax error: expected `as` or `:` behind the path, found the end of the text
        at t:1:11
          import "a"
                    ^
        hint: write `import "lib.mscript" as lib` or `import "lib.mscript": f, g`
      """#
    ),
    (
      #"""
      x = {a 1}
      """#,
      #"""
      syntax error: expected `:` behind the key, found `1`
        at t:1:8
          x = {a 1}
                 ^
      """#
    ),
    (
      #"""
      {
        x = 1
      }
      """#,
      #"""
      syntax error: `{` opens a dict here, and a key needs a `:`
        at t:2:5
            x = 1
              ^
        hint: a block stands behind `if c`, `for x in xs`, `while c`, `fn f()`, `=>`, `try` …
      """#
    ),
    (
      #"""
      x = a b = c
      """#,
      #"""
      syntax error: expected the end of the statement, found `b`
        at t:1:7
          x = a b = c
                ^
        hint: two statements on one line need a `;` between them
      """#
    ),
  ]
}
