local function cycle(n)
  local held
  local function again() if held == nil then return 0 end return n end
  held = again
  return again()
end
local function run(n)
  local total = 0
  for i = 0, n - 1 do total = total + cycle(i) end
  return total
end
print(run(1000000))
