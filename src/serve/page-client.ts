/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/**
 * The whole script of the live page. It is sent as its own text, so it uses nothing from outside of itself. All markup
 * comes from the server, where every text in it was escaped; what is typed here goes out as JSON.
 */
export function pageClient(): void {
  const find = (id: string): HTMLElement => document.getElementById(id)!;
  const key = takeKey();
  let place = readPlace();
  let stream: AbortController | null = null;
  /** Where the focus goes when the drawer closes. */
  let opener: HTMLElement | null = null;
  const logs = new Map<string, AbortController>();

  /** The key leaves the address at once: it would stand in the history, and on a shared screen. */
  function takeKey(): string {
    const given = /^#key=([\w-]+)$/.exec(location.hash)?.[1];
    if (given) {
      sessionStorage.setItem("key", given);
      history.replaceState(null, "", location.pathname);
    }
    return given ?? sessionStorage.getItem("key") ?? "";
  }

  interface Place {
    milestone: string | null;
    task: string | null;
  }

  function readPlace(): Place {
    const found = /^#m\/([\w.-]+)(?:\/([\w.-]+))?$/.exec(location.hash);
    return { milestone: found?.[1] ?? null, task: found?.[2] ?? null };
  }

  function ask(path: string, query: Record<string, string>, more: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${key}`, ...more.headers };
    return fetch(`${path}?${new URLSearchParams(query)}`, { ...more, headers });
  }

  function link(tone: string, text: string): void {
    const at = find("link");
    if (at.textContent === text) return;
    at.className = `state ${tone}`;
    at.textContent = text;
  }

  let saidTimer = 0;
  function say(text: string, bad: boolean): void {
    const line = document.createElement("p");
    line.textContent = text;
    if (bad) line.className = "bad";
    find("said").replaceChildren(line);
    clearTimeout(saidTimer);
    saidTimer = setTimeout(() => find("said").replaceChildren(), bad ? 15_000 : 6_000) as unknown as number;
  }

  /** Hands out the events of a stream until it ends. */
  async function listen(
    response: Response,
    told: (event: string, data: unknown) => void,
    alive: () => void,
  ): Promise<void> {
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      alive();
      const events = (text + value).split("\n\n");
      text = events.pop()!;
      for (const event of events) {
        const name = /^event: (\w+)$/m.exec(event)?.[1];
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (name && data) told(name, JSON.parse(data));
      }
    }
  }

  const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

  /** Follows the milestone that is looked at, whatever becomes of the server meanwhile. */
  async function follow(): Promise<void> {
    stream?.abort();
    const own = new AbortController();
    stream = own;
    for (let wait = 500; !own.signal.aborted; wait = Math.min(wait * 2, 10_000)) {
      try {
        const response = await ask(
          "/api/events",
          { milestone: place.milestone ?? "" },
          { signal: own.signal },
        );
        if (response.status === 401) return locked();
        if (!response.ok) throw new Error();
        await listen(response, show, () => {
          wait = 500;
          link("good", "● live");
        });
      } catch {
        if (own.signal.aborted) return;
      }
      link("bad", "✕ not connected; trying again");
      await pause(wait);
    }
  }

  function locked(): void {
    link("bad", "✕ locked");
    const line = document.createElement("p");
    line.textContent =
      "This page needs its key: open the address that `milestone serve` printed, with everything behind the #.";
    find("main").replaceChildren(line);
  }

  function show(event: string, data: unknown): void {
    if (event === "list") {
      const { html, first } = data as { html: string; first: string | null };
      morphInto(find("list"), html);
      if (place.milestone === null && first !== null) {
        history.replaceState(null, "", `#m/${first}`);
        moved();
      }
      markCurrent();
      return;
    }
    if (event !== "parts") return;
    const { title, order, parts } = data as {
      title: string;
      order: string[];
      parts: { id: string; html: string }[];
    };
    document.title = title;
    const main = find("main");
    for (const child of [...main.children]) if (!order.includes(child.id)) child.remove();
    const html = new Map(parts.map(part => [part.id, part.html]));
    order.forEach((id, i) => {
      let part = document.getElementById(id);
      if (!part) {
        part = document.createElement("div");
        part.id = id;
      }
      if (main.children[i] !== part) main.insertBefore(part, main.children[i] ?? null);
      const isNew = part.firstChild === null;
      const fresh = html.get(id);
      if (fresh !== undefined) morphInto(part, fresh);
      if (isNew && id === "part-graph") showLive(part);
    });
    if (place.task !== null) void openTask();
  }

  /** A wide graph is moved to where something is going on. */
  function showLive(part: Element): void {
    const frame = part.querySelector(".scroll");
    const node = frame?.querySelector(".bad[data-node], .wait[data-node], .active[data-node]");
    if (!frame || !node || frame.scrollWidth <= frame.clientWidth) return;
    const [outer, inner] = [frame.getBoundingClientRect(), node.getBoundingClientRect()];
    frame.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  }

  function markCurrent(): void {
    for (const item of find("list").querySelectorAll("a")) {
      if (item.getAttribute("href") === `#m/${place.milestone}`) item.setAttribute("aria-current", "page");
      else item.removeAttribute("aria-current");
    }
  }

  // ---- Bringing markup up to date without touching what a person is at: focus, open folds, typed text, scrolling.

  function morphInto(target: Element, html: string): void {
    const template = document.createElement("template");
    template.innerHTML = html;
    morphChildren(target, template.content);
  }

  const keyOf = (node: Node | null): string | null =>
    node instanceof Element ? (node.getAttribute("data-key") ?? (node.id || null)) : null;

  /** What has a key is found again wherever it stands now; what has none is taken for its like in the same place. */
  function morphChildren(target: Node, source: Node): void {
    const keyed = new Map<string, ChildNode>();
    for (const child of target.childNodes) {
      const own = keyOf(child);
      if (own !== null) keyed.set(own, child);
    }
    const wanted = [...source.childNodes];
    const kept = new Set(wanted.map(keyOf));
    let at = target.firstChild;
    const drop = (): void => {
      const gone: ChildNode = at!;
      at = gone.nextSibling;
      gone.remove();
    };
    for (const fresh of wanted) {
      const own = keyOf(fresh);
      const found = own === null ? null : keyed.get(own);
      if (found && found.nodeName === fresh.nodeName) {
        // Without moving it where that can be: it would lose its place in scrolling and the focus.
        while (at && at !== found && !(keyOf(at) !== null && kept.has(keyOf(at)))) drop();
        if (at === found) at = found.nextSibling;
        else target.insertBefore(found, at);
        morph(found, fresh);
        continue;
      }
      while (at && keyOf(at) !== null && !kept.has(keyOf(at))) drop();
      if (own === null && at && keyOf(at) === null && at.nodeName === fresh.nodeName) {
        const same: ChildNode = at;
        at = same.nextSibling;
        morph(same, fresh);
      } else target.insertBefore(fresh, at);
    }
    while (at) drop();
  }

  function morph(old: Node, fresh: Node): void {
    if (!(old instanceof Element) || !(fresh instanceof Element)) {
      if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
      return;
    }
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && name !== "open" && name !== "aria-disabled") old.removeAttribute(name);
    }
    for (const { name, value } of [...fresh.attributes]) {
      if (old.getAttribute(name) !== value && name !== "open") old.setAttribute(name, value);
    }
    if (!old.hasAttribute("data-keep") && !(old instanceof HTMLTextAreaElement)) morphChildren(old, fresh);
  }

  // ---- A task's drawer

  async function openTask(): Promise<void> {
    const { milestone, task } = place;
    if (milestone === null || task === null) return;
    const response = await ask("/api/task", { milestone, task }).catch(() => null);
    if (place.milestone !== milestone || place.task !== task || !response) return;
    if (!response.ok) {
      if (response.status === 404) closeTask();
      return;
    }
    const { html } = (await response.json()) as { html: string };
    const isNew = find("drawer").firstElementChild?.id !== `task-${task}`;
    if (isNew) {
      stopLogs();
      find("drawer").replaceChildren();
    }
    morphInto(find("drawer"), html);
    if (!isNew) return;
    document.body.classList.add("open");
    find("main").inert = true;
    find("list").inert = true;
    find("drawer").querySelector<HTMLElement>(".drawer")?.focus();
  }

  function closeTask(): void {
    stopLogs();
    find("drawer").replaceChildren();
    document.body.classList.remove("open");
    find("main").inert = false;
    find("list").inert = false;
    if (place.task !== null) {
      place = { ...place, task: null };
      history.replaceState(null, "", `#m/${place.milestone}`);
    }
    if (opener?.isConnected) opener.focus({ preventScroll: true });
    opener = null;
  }

  function stopLogs(): void {
    for (const log of logs.values()) log.abort();
    logs.clear();
  }

  /** The newest text of a log that is shown (characters). */
  const MOST_SHOWN = 400_000;

  async function followLog(fold: HTMLDetailsElement): Promise<void> {
    const log = fold.dataset.log!;
    const at = fold.querySelector("pre")!;
    const own = new AbortController();
    logs.set(log, own);
    at.textContent = "Nothing was printed yet.";
    let isSilent = true;
    try {
      const response = await ask(
        "/api/log",
        { milestone: place.milestone ?? "", log },
        { signal: own.signal },
      );
      if (!response.ok) throw new Error();
      await listen(
        response,
        (event, data) => {
          if (event === "gone") at.textContent = "It was dropped to make room for newer ones.";
          if (event !== "text") return;
          if (isSilent) at.textContent = "";
          isSilent = false;
          const isAtEnd = at.scrollHeight - at.scrollTop - at.clientHeight < 24;
          const last = at.lastChild;
          if (last instanceof Text && last.length + String(data).length < MOST_SHOWN)
            last.appendData(String(data));
          else at.textContent = ((at.textContent ?? "") + String(data)).slice(-MOST_SHOWN);
          if (isAtEnd) at.scrollTop = at.scrollHeight;
        },
        () => undefined,
      );
    } catch {
      // Closed, or the server is gone: the head of the page says so.
    }
  }

  // ---- What a person does

  document.addEventListener("click", event => {
    const target = event.target as Element;
    const copy = target.closest<HTMLElement>("[data-copy]");
    if (copy) {
      void navigator.clipboard.writeText(copy.dataset.copy!).then(
        () => say("Copied.", false),
        () => say("The browser does not let it be copied; select the text instead.", true),
      );
      return;
    }
    if (target.closest(".close")) {
      event.preventDefault();
      closeTask();
      return;
    }
    const anchor = target.closest("a");
    const href = anchor?.getAttribute("href") ?? "";
    if (href.startsWith("#task-") && place.milestone !== null) {
      event.preventDefault();
      if (place.task === null) opener = anchor as unknown as HTMLElement;
      location.hash = `#m/${place.milestone}/${href.slice("#task-".length)}`;
    } else if (href.startsWith("#") && !href.startsWith("#m/")) {
      // The address says what is looked at; a place on the page is only gone to.
      event.preventDefault();
      const goal = document.getElementById(href.slice(1));
      goal?.scrollIntoView();
      goal?.focus({ preventScroll: true });
    } else if (document.body.classList.contains("open") && !target.closest(".drawer, #said")) closeTask();
  });

  /** Points out the lines of the task that is pointed at. */
  function point(target: Element | null): void {
    const node = target?.closest<SVGElement>("[data-node]");
    const graph = node?.closest("svg") ?? null;
    for (const other of document.querySelectorAll("svg.pointing")) {
      if (other !== graph) other.classList.remove("pointing");
    }
    if (!node || !graph) return;
    graph.classList.add("pointing");
    for (const edge of graph.querySelectorAll<SVGElement>("[data-ends]"))
      edge.classList.toggle("lit", edge.dataset.ends!.split(" ").includes(node.dataset.node!));
  }

  document.addEventListener("pointerover", event => point(event.target as Element));
  document.addEventListener("focusin", event => point(event.target as Element));

  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && place.task !== null) closeTask();
  });

  document.addEventListener(
    "toggle",
    event => {
      const fold = event.target as HTMLDetailsElement;
      if (!fold.dataset?.log) return;
      logs.get(fold.dataset.log)?.abort();
      logs.delete(fold.dataset.log);
      if (fold.open) void followLog(fold);
    },
    true,
  );

  document.addEventListener("submit", event => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    if (form.dataset.command) void give(form, form.dataset.command);
  });

  async function give(form: HTMLFormElement, command: string): Promise<void> {
    const button = form.querySelector("button")!;
    const field = form.querySelector("textarea");
    // Not `disabled`, which would take the focus away.
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    say("It is carried out …", false);
    try {
      const response = await ask(
        "/api/command",
        {},
        {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ milestone: place.milestone, command, reason: field?.value ?? "" }),
        },
      );
      const answer = response.ok
        ? ((await response.json()) as { ok: boolean; text: string })
        : { ok: false, text: await response.text() };
      say(answer.text, !answer.ok);
      if (answer.ok) {
        if (field) field.value = "";
        const fold = form.closest("details.act") as HTMLDetailsElement | null;
        if (fold) fold.open = false;
      }
    } catch {
      say("The server does not answer; is `milestone serve` still running?", true);
    }
    button.removeAttribute("aria-disabled");
  }

  function moved(): void {
    const before = place;
    place = readPlace();
    markCurrent();
    if (place.task === null && before.task !== null) closeTask();
    if (place.milestone !== before.milestone) {
      window.scrollTo(0, 0);
      void follow();
    }
    if (place.task !== null) void openTask();
  }

  addEventListener("hashchange", moved);
  if (key === "") locked();
  else void follow();
}
