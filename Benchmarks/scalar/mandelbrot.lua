local function escapes(width, height, limit)
  local total = 0
  for row = 0, height - 1 do
    local ci = 2.0 * row / height - 1.0
    for column = 0, width - 1 do
      local cr = 3.0 * column / width - 2.0
      local zr, zi = 0.0, 0.0
      for step = 1, limit do
        if zr * zr + zi * zi > 4.0 then break end
        local following = zr * zr - zi * zi + cr
        zi = 2.0 * zr * zi + ci
        zr = following
        total = total + 1
      end
    end
  end
  return total
end
print(escapes(200, 200, 100))
