/** The client alone: the package's own entry asks for a native driver that is not bundled. */
declare module 'pg/lib/client.js' {
  import { Client } from 'pg';
  export = Client;
}
