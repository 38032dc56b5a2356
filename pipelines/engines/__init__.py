"""Where the SELECTs of the marts run. How rows got there belongs to `cleaning`, what a mart means to `marts`."""
