import Machine

/// Plots and what dresses, shows and saves them.
enum Plots {
  static let all: [Builtin] = general + ofTheField + dress
}
