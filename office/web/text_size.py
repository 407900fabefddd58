"""What the frame of every page needs: name, size of type, menus."""

SIZE_COOKIE = "size"
