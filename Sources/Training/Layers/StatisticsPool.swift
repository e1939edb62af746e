import Tensors

/// Means over time, then standard deviations with divisor time − 1, in one pass over the frames.
///
/// Fused for speed: one operation in place of seven on small tensors. The gradient,
///
///     dx = dmean / T + dsd · (x − mean) / ((T − 1) sd),
///
/// has 0 for its second part where sd = 0. First order only.
func statisticsOverTime(_ x: Tensor) throws -> Tensor {
  guard x.rank == 3, x.shape[2] >= 2 else {
    throw TrainingError(
      "shape",
      "stats_pool(): takes [batch, channel, time] with at least two frames, got shape \(x.shape)")
  }
  return x.dtype == .f64
    ? try statisticsOverTime(x, of: Double.self)
    : try statisticsOverTime(x.astype(.f32), of: Float.self)
}

private func statisticsOverTime<Element: RealElement>(
  _ x: Tensor, of type: Element.Type
) throws -> Tensor {
  let (batch, channels, time) = (x.shape[0], x.shape[1], x.shape[2])
  let output = try Element.tensor(shape: [batch, 2 * channels]) { out in
    try Element.lend(x) { x in
      guard let out = out.baseAddress, let x = x.baseAddress else { return }
      for item in 0..<batch {
        for channel in 0..<channels {
          let frames = x + (item * channels + channel) * time
          var sum: Element = 0
          for t in 0..<time { sum += frames[t] }
          let mean = sum / Element(time)
          var squares: Element = 0
          for t in 0..<time { squares += (frames[t] - mean) * (frames[t] - mean) }
          out[item * 2 * channels + channel] = mean
          out[(item * 2 + 1) * channels + channel] = (squares / Element(time - 1)).squareRoot()
        }
      }
    }
  }
  let values = x.detached()
  return CustomOperation(name: "stats_pool", inputs: [x], output: output) { gradient in
    let result = try Element.tensor(shape: values.shape) { out in
      try Element.lend(values) { x in
        try Element.lend(output) { statistics in
          try Element.lend(gradient) { gradient in
            guard let out = out.baseAddress, let x = x.baseAddress else { return }
            for item in 0..<batch {
              for channel in 0..<channels {
                let row = (item * channels + channel) * time
                let meanPlace = item * 2 * channels + channel
                let sdPlace = meanPlace + channels
                let mean = statistics[meanPlace]
                let sd = statistics[sdPlace]
                let ofMean = gradient[meanPlace] / Element(time)
                let ofSd = sd > 0 ? gradient[sdPlace] / (Element(time - 1) * sd) : 0
                for t in row..<row + time { out[t] = ofMean + ofSd * (x[t] - mean) }
              }
            }
          }
        }
      }
    }
    return [result]
  }.tensor
}
