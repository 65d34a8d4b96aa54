// esbuild turns `import "./x.css"` into dist/<component>.css; to TypeScript it is a side effect.
declare module "*.css";
