local function run(n)
  local squares, total = {}, 0
  for i = 0, n - 1 do squares[i * 7] = i end
  for i = 0, n - 1 do total = total + squares[i * 7] end
  return total
end
print(run(1000000))
