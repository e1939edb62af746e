local function run(n)
  local xs, s = {}, 0
  for i = 0, n - 1 do xs[#xs + 1] = i end
  for i = 1, #xs do s = s + xs[i] end
  return s
end
print(run(1000000))
