"""Pages that belong to no single pillar: home, menus, the desk, the directory."""
