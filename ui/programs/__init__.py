"""What programs ask and get: JSON records, the interface under /api, the tools of MCP."""
