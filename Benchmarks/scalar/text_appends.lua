local function run(n)
  local text = ""
  for i = 1, n do text = text .. "x" end
  return #text
end
print(run(100000))
