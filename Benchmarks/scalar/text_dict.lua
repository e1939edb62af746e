local function run(n)
  local places, total = {}, 0
  for i = 0, n - 1 do places["speaker " .. i] = i end
  for i = 0, n - 1 do total = total + places["speaker " .. i] end
  return total
end
print(run(200000))
