import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SERVER = fileURLToPath(
  new URL('../../node_modules/yaml-language-server/out/server/src/server.js', import.meta.url),
);

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface EditorDiagnostic {
  readonly message: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

interface Completion {
  readonly label: string;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: unknown;
}

/** What an editor would show of a text that stands as a file in `folder`. */
export interface Editor {
  diagnose(text: string): Promise<readonly EditorDiagnostic[]>;
  /** Labels of what is offered at the position, in order. */
  complete(text: string, position: Position): Promise<readonly string[]>;
  hover(text: string, position: Position): Promise<string>;
  /** Resolves when the server is gone. */
  close(): Promise<void>;
}

const SETTINGS: Readonly<Record<string, unknown>> = {
  yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } },
};

export async function openEditor(folder: string): Promise<Editor> {
  const { request, notify, diagnosed, ended } = startServer(folder);
  let opened = 0;

  const open = (text: string) => {
    opened += 1;
    const uri = pathToFileURL(join(folder, `open-${opened}.yaml`)).href;
    const published = new Promise<readonly EditorDiagnostic[]>((resolve) => diagnosed.set(uri, resolve));
    notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    return { textDocument: { uri }, published };
  };

  await request('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: { workspace: { configuration: true }, textDocument: { hover: { contentFormat: ['plaintext'] } } },
  });
  notify('initialized', {});

  return {
    diagnose: (text) => open(text).published,
    async complete(text, position) {
      const { textDocument } = open(text);
      const answer = await request<{ items: readonly Completion[] }>('textDocument/completion', {
        textDocument,
        position,
      });
      return answer.items.map(({ label }) => label);
    },
    async hover(text, position) {
      const { textDocument } = open(text);
      return JSON.stringify(await request('textDocument/hover', { textDocument, position }));
    },
    async close() {
      await request('shutdown', {});
      notify('exit', {});
      await ended;
    },
  };
}

/** The server as a process, and what can be said to it. `diagnosed` is told what the server publishes, by address of the file. */
function startServer(folder: string) {
  const server = spawn(process.execPath, [SERVER, '--stdio'], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const answers = new Map<number, (result: unknown) => void>();
  const diagnosed = new Map<string, (diagnostics: readonly EditorDiagnostic[]) => void>();

  const send = (message: object) => server.stdin.write(framed({ jsonrpc: '2.0', ...message }));
  const notify = (method: string, params: object) => send({ method, params });
  const request = <T>(method: string, params: object) =>
    new Promise<T>((resolve) => {
      const id = answers.size + 1;
      answers.set(id, (result) => resolve(result as T));
      send({ id, method, params });
    });

  const take = (message: Message) => {
    if (message.method === undefined) answers.get(message.id ?? 0)?.(message.result);
    else if (message.id !== undefined) send({ id: message.id, result: answerTo(message) });
    else if (message.method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = message.params as { uri: string; diagnostics: readonly EditorDiagnostic[] };
      diagnosed.get(uri)?.(diagnostics);
    }
  };
  server.stdout.on('data', messages(take));
  return { request, notify, diagnosed, ended };
}

function answerTo({ method, params }: Message): unknown {
  if (method !== 'workspace/configuration') return null;
  const { items } = params as { items: readonly { section?: string }[] };
  return items.map(({ section }) => SETTINGS[section ?? ''] ?? {});
}

function framed(message: object): string {
  const text = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

/** Puts chunks together and hands on each whole message. */
function messages(take: (message: Message) => void): (chunk: Buffer) => void {
  let received = Buffer.alloc(0);
  return (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const head = received.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(received.toString('latin1', 0, head))?.[1]);
      const end = head + 4 + length;
      if (received.length < end) return;
      const text = received.toString('utf8', head + 4, end);
      received = received.subarray(end);
      take(JSON.parse(text));
    }
  };
}
