-- Sorts positions by keys made beforehand, ties by position: a stable sort, as the others have.
local function run(n)
  local xs, x = {}, 1
  for i = 1, n do
    x = (x * 16807) % 2147483647
    xs[i] = x
  end
  local key = function(v) return v % 1000003 end
  local keys, order = {}, {}
  for i = 1, n do
    keys[i] = key(xs[i])
    order[i] = i
  end
  table.sort(order, function(a, b)
    local p, q = keys[a], keys[b]
    if p == q then return a < b end
    return p < q
  end)
  local ys = {}
  for i = 1, n do ys[i] = xs[order[i]] end
  return ys[1] + ys[n / 2 + 1] + ys[n]
end
print(run(1000000))
