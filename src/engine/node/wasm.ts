import { setFlagsFromString } from 'node:v8'

/**
 * Keeps compiled WebAssembly until the process ends. V8 frees what it has compiled better since, and aborts the whole
 * process now and then when a thread ends at that moment (nodejs/node#64500). The HTTP library alone brings such code;
 * it is small. To be called once, by the program, before any of it is compiled.
 */
export const keepWasmCode = (): void => setFlagsFromString('--no-wasm-code-gc')
