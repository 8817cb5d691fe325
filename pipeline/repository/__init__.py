"""The user's repository: git trees, environments/ read and checked, layers of values merged, content addresses."""
