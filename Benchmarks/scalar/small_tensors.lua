local function linspace(low, high, count)
  local items = {}
  for i = 1, count do items[i] = low + (high - low) * (i - 1) / (count - 1) end
  return items
end
local function run(n)
  local x, y, total = linspace(0, 1, 64), linspace(1, 2, 64), 0.0
  for i = 1, n do
    local scaled, product, sum = {}, {}, 0.0
    for k = 1, 64 do scaled[k] = 0.9 * x[k] + y[k] end
    x = scaled
    for k = 1, 64 do product[k] = x[k] * y[k] end
    for k = 1, 64 do sum = sum + product[k] end
    total = total + sum
  end
  return total
end
print(run(200000))
