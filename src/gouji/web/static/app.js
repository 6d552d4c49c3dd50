// Small behaviours that every page shares. Pages work without it.
"use strict";
