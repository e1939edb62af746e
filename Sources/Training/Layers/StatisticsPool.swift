import Tensors

/// Means over time, then standard deviations with divisor time − 1; see `Tensor.timeStatistics`.
func statisticsOverTime(_ x: Tensor) throws -> Tensor {
  guard x.rank == 3, x.shape[2] >= 2 else {
    throw TrainingError(
      "shape",
      "stats_pool(): takes [batch, channel, time] with at least two frames, got shape \(x.shape)")
  }
  return try x.timeStatistics()
}
