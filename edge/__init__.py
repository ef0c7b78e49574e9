"""What every answer passes on its way out: recorded answers, compression, security headers, immutable assets."""
