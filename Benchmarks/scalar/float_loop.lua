local function run(n)
  local s = 0.0
  for i = 0, n - 1 do
    local x = i * 0.5
    if x > 1000.0 then s = s + x else s = s - 1.0 end
  end
  return s
end
print(run(10000000))
