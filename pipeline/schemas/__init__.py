"""What Kubernetes itself knows of its kinds: data and look-ups; judges nothing."""
