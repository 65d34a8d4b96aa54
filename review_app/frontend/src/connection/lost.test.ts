import assert from "node:assert/strict";
import { test } from "node:test";

import { lostBy } from "./lost";

test("Streamlit's words about its line are understood, and nothing else is", () => {
  const says = (type: string): unknown => ({ stCommVersion: 1, type });
  assert.equal(lostBy(says("WEBSOCKET_DISCONNECTED")), true);
  assert.equal(lostBy(says("WEBSOCKET_CONNECTED")), false);
  for (const other of [says("SCRIPT_RUN_STATE_CHANGED"), { type: "WEBSOCKET_DISCONNECTED" }, "WEBSOCKET_CONNECTED", null, 7]) {
    assert.equal(lostBy(other), null);
  }
});
