"use strict";
const { expect } = require("@jest/globals");
const testing = require("./index.js");

expect.extend(testing.meshMatchers);
module.exports = testing;
