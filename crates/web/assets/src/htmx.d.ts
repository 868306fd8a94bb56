declare module "htmx.org" {
  interface Htmx {
    config: Record<string, unknown>;
    ajax(verb: string, path: string, context: { target?: Element | string; select?: string; swap?: string; source?: Element }): Promise<void>;
    process(element: Element): void;
  }
  const htmx: Htmx;
  export default htmx;
}
