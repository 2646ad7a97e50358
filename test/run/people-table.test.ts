import { describe, expect, it } from 'vitest';
import { type PersonRow, readPeopleTable } from '../../src/run/people-table.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const readTable = (text: string | Uint8Array) =>
  readPeopleTable({ file: 'people.csv', bytes: typeof text === 'string' ? bytes(text) : text });

async function rows(text: string): Promise<readonly PersonRow[]> {
  const table = await readTable(text);
  if (!table.ok) throw new Error(table.diagnostics.map(({ message }) => message).join('\n'));
  return [...table.value.values()];
}

async function mistakes(text: string | Uint8Array): Promise<readonly string[]> {
  const table = await readTable(text);
  return table.ok ? [] : table.diagnostics.map(({ code, source }) => `${source?.line} ${code}`);
}

const ADA = { email: 'ada@acme.example', profile: 'Sales, agent', level: 'supervisor' };

describe('the table of people', () => {
  it.each([
    ['commas', 'address,profile,level\nada@acme.example,"Sales, agent",supervisor\n'],
    ['semicolons', 'address;profile;level\nada@acme.example;Sales, agent;supervisor\n'],
    ['another order, other words and capitals', 'Level;E-Mail;Role\nSupervisor;ada@acme.example;Sales, agent\n'],
    [
      'a byte order mark, CRLF and spaces',
      '\ufeffaddress ; profile ; level\r\n ada@acme.example ; Sales, agent ; supervisor \r\n',
    ],
    [
      'quotation marks and empty lines',
      '"address";"profile";"level"\n\n"ada@acme.example";"Sales, agent";"supervisor"\n\n',
    ],
    ['no end of the last line', 'address;profile;level\nada@acme.example;Sales, agent;supervisor'],
  ])('is read with %s', async (_name, text) => {
    expect(await rows(text)).toMatchObject([ADA]);
  });

  it('tells nothing said from nothing held', async () => {
    const [first, second, third] = await rows(
      'address,profile,level\na@acme.example,,\nb@acme.example,none,none\nc@acme.example,-,superadmin\n',
    );
    expect(first).toMatchObject({ profile: undefined, level: undefined });
    expect(second).toMatchObject({ profile: null, level: 'none' });
    expect(third).toMatchObject({ profile: null, level: 'superadmin' });
  });

  it('keeps the line of each row, behind cells with line breaks too', async () => {
    const [first, second] = await rows('address,profile\na@acme.example,"x\ny"\nb@acme.example,z\n');
    expect([first?.source.line, second?.source.line]).toEqual([3, 4]);
  });

  it.each([
    ['an address that cannot be compared', 'address\njürgen@acme.example\n', ['2 PEOPLE_ROW']],
    ['an address of two scripts', 'address\nada@аcme.example\n', ['2 PEOPLE_ROW']],
    ['no address', 'address,profile\n,Agent\n', ['2 PEOPLE_ROW']],
    ['one person twice, in other letters', 'address\nada@acme.example\nADA@acme.example\n', ['3 PEOPLE_ROW']],
    ['a level that is none', 'address,level\nada@acme.example,king\nbo@acme.example,admin\n', ['2 PEOPLE_ROW']],
    ['a formula', 'address\n=HYPERLINK("http://x")\n', ['2 PEOPLE_TABLE']],
    ['more cells than the header', 'address,level\nada@acme.example,admin,none\n', ['2 PEOPLE_ROW']],
    [
      'every mistake at once',
      'address,level\nx,admin\nada@acme.example,y\nbo@acme.example,none\nz,z\n',
      ['2 PEOPLE_ROW', '3 PEOPLE_ROW', '5 PEOPLE_ROW'],
    ],
    ['an unknown column', 'address,key\nada@acme.example,secret\n', ['1 PEOPLE_TABLE']],
    ['a column twice', 'address,mail\na@acme.example,b@acme.example\n', ['1 PEOPLE_TABLE']],
    ['no column of addresses', 'profile,level\nAgent,none\n', ['1 PEOPLE_TABLE']],
    ['__proto__ for a column', 'address,__proto__\na@acme.example,b\n', ['1 PEOPLE_TABLE']],
    ['a quotation mark without its end', 'address,profile\nada@acme.example,"Agent\n', ['2 PEOPLE_TABLE']],
    ['nothing', '', ['1 PEOPLE_TABLE']],
  ])('is refused whole for %s', async (_name, text, expected) => {
    expect(await mistakes(text)).toEqual(expected);
  });

  it('is refused in another encoding', async () => {
    expect(await mistakes(Uint8Array.from([...bytes('address\nj'), 0xfc, ...bytes('rgen@acme.example\n')]))).toEqual([
      '1 PEOPLE_TABLE',
    ]);
  });
});
