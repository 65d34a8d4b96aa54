import assert from "node:assert/strict";
import { test } from "node:test";

import { Remembered, type Shelf } from "./remembered";

class Drawer implements Shelf {
  readonly kept = new Map<string, string>();
  get length(): number {
    return this.kept.size;
  }
  key(at: number): string | null {
    return [...this.kept.keys()][at] ?? null;
  }
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }
  removeItem(key: string): void {
    this.kept.delete(key);
  }
}

const UPLOAD = {
  size: 500,
  metadata: { filename: "film.mp4", intention: "Kijk naar mijn vragen" },
  creationTime: "now",
  urlStorageKey: "",
  uploadUrl: "/uploads/1",
  parallelUploadUrls: null,
};

test("a film chosen again is found by its fingerprint", async () => {
  const remembered = new Remembered("cycle-1", new Drawer());
  await remembered.addUpload("f1", UPLOAD);
  const [found] = await remembered.findUploadsByFingerprint("f1");
  assert.equal(found?.uploadUrl, "/uploads/1");
  assert.deepEqual(await remembered.findUploadsByFingerprint("f2"), []);
});

test("the teacher's words and the film's name are not left behind", async () => {
  const drawer = new Drawer();
  await new Remembered("cycle-1", drawer).addUpload("f1", UPLOAD);
  assert.doesNotMatch([...drawer.kept.entries()].flat().join(), /Kijk naar|film\.mp4/);
});

test("one cycle does not see the uploads of another", async () => {
  const drawer = new Drawer();
  await new Remembered("cycle-1", drawer).addUpload("f1", UPLOAD);
  const other = new Remembered("cycle-2", drawer);
  assert.equal(other.begun(), null);
  other.forget("f1");
  assert.equal(new Remembered("cycle-1", drawer).begun()?.size, 500);
});

test("what was finished or forgotten is gone", async () => {
  const drawer = new Drawer();
  const remembered = new Remembered("cycle-1", drawer);
  await remembered.removeUpload(await remembered.addUpload("f1", UPLOAD));
  assert.equal(remembered.begun(), null);
  await remembered.addUpload("f2", UPLOAD);
  remembered.forget("f2");
  assert.equal(drawer.length, 0);
});

test("another film leaves the one that was begun before as it is", async () => {
  const remembered = new Remembered("cycle-1", new Drawer());
  await remembered.addUpload("f1", UPLOAD);
  await remembered.addUpload("f2", { ...UPLOAD, uploadUrl: "/uploads/2" });
  remembered.forget("f2");
  assert.deepEqual([remembered.knows("f1"), remembered.knows("f2")], [true, false]);
  assert.equal(remembered.begun()?.fingerprint, "f1");
});

test("after two weeks nobody is asked to go on", async () => {
  const drawer = new Drawer();
  let now = 0;
  const remembered = new Remembered("cycle-1", drawer, () => now + 1);
  await remembered.addUpload("f1", UPLOAD);
  now = 15 * 24 * 3600 * 1000;
  assert.equal(remembered.begun(), null);
});

test("a shelf that is full or holds nonsense stops nothing", async () => {
  const drawer = new Drawer();
  drawer.setItem = () => {
    throw new Error("full");
  };
  const remembered = new Remembered("cycle-1", drawer);
  await remembered.addUpload("f1", UPLOAD);
  drawer.kept.set("lesbeeld.upload.cycle-1.f9", "{nonsense");
  assert.deepEqual(await remembered.findAllUploads(), []);
});
