import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { TLSSocket, createSecureContext } from 'node:tls';

import type { DatabaseSession, LiveDatabase } from './liveDatabase';
import { selfSignedCertificate } from './selfSignedCertificate';
import {
	MessageReader,
	askForPassword,
	beginCopy,
	fatalError,
	isCopyIn,
	passwordOf,
	withoutBeginCopy,
} from './wireProtocol';

/** What a compute says about somebody who wants in. */
export type Admission =
	{ readonly password: string; readonly database: LiveDatabase } | { readonly code: string; readonly message: string };

export interface ConnectionGate {
	/** Asked when the client has given its password, before that is looked at. */
	admit(user: string, database: string): Admission;
	opened(): void;
	closed(): void;
}

/** The messages that a client ends a batch with and then waits for the answer. */
const batchEnds = new Set(['Q', 'S', 'H', 'c', 'f', 'F']);

const isSame = (left: string, right: string): boolean => {
	const [one, other] = [Buffer.from(left), Buffer.from(right)];
	return one.length === other.length && timingSafeEqual(one, other);
};

let serverContext: { readonly secure: SecureContext; readonly certificate: string } | undefined;

/** The certificate of this process, which nobody vouches for; the same for all computes. */
export function serverCertificate(): { readonly secure: SecureContext; readonly certificate: string } {
	if (!serverContext) {
		const { key, certificate } = selfSignedCertificate(Date.now());
		serverContext = { secure: createSecureContext({ key, cert: certificate }), certificate };
	}
	return serverContext;
}

/** One client's connection, from its first byte to its end. Passwords are checked; TLS is there for who asks for it. */
export class PostgresConnection {
	private readonly reader = new MessageReader();
	private startup: { bytes: Buffer; user: string; database: string } | undefined;
	private session: DatabaseSession | undefined;
	private database: LiveDatabase | undefined;
	private batch: Buffer[] = [];
	private copying = false;
	private handling = Promise.resolve();
	private closed = false;

	private readonly onData = (data: Buffer): void => this.queue(data);

	constructor(
		private socket: Socket,
		private readonly gate: ConnectionGate,
	) {
		socket.setNoDelay(true);
		this.listenTo(socket);
	}

	private listenTo(socket: Socket): void {
		socket.on('data', this.onData);
		// A client that goes away, or one that does not trust the certificate; `close` follows.
		socket.on('error', () => socket.destroy());
		socket.on('close', () => this.close());
	}

	/** The client says nothing between its wish and the answer, so no byte of it is lost here. */
	private encrypt(): void {
		const { socket } = this;
		socket.off('data', this.onData);
		socket.write('S');
		this.socket = new TLSSocket(socket, {
			isServer: true,
			secureContext: serverCertificate().secure,
		});
		this.listenTo(this.socket);
	}

	end(code: string, message: string): void {
		if (this.socket.writable) this.socket.end(fatalError(code, message));
		this.socket.destroySoon();
	}

	private queue(data: Buffer): void {
		this.handling = this.handling.then(async () => {
			if (this.closed) return;
			try {
				this.reader.add(data);
				await this.read();
			} catch (error) {
				this.end('57P01', error instanceof Error ? error.message : String(error));
			}
		});
	}

	private async read(): Promise<void> {
		while (!this.startup) {
			const message = this.reader.startup();
			if (!message) return;
			if (message.kind === 'tls' && !(this.socket instanceof TLSSocket)) this.encrypt();
			else if (message.kind === 'gssEncryption') this.socket.write('N');
			else if (message.kind === 'startup') this.ask(message);
			else {
				this.socket.destroy();
				return;
			}
		}
		for (let next = this.reader.message(); next; next = this.reader.message()) {
			if (this.closed) return;
			if (next.type === 'X') return this.socket.destroySoon();
			if (!this.session || !this.database) await this.login(next.type, next.bytes);
			else await this.forward(this.session, this.database, next.type, next.bytes);
		}
	}

	private ask(message: { bytes: Buffer; user: string; database: string }): void {
		this.startup = message;
		this.socket.write(askForPassword());
	}

	private async login(type: string, bytes: Buffer): Promise<void> {
		const { startup } = this;
		if (!startup) return;
		const admission = this.gate.admit(startup.user, startup.database);
		if ('code' in admission) return this.end(admission.code, admission.message);
		if (type !== 'p' || !isSame(passwordOf(bytes), admission.password)) {
			return this.end('28P01', `password authentication failed for user "${startup.user}"`);
		}
		const { database } = admission;
		this.database = database;
		this.gate.opened();
		const session = await database.connect(startup.user);
		this.session = session;
		if (this.closed) return await database.disconnect(session);
		this.socket.write(await database.exchange(session, startup.bytes));
	}

	private async forward(session: DatabaseSession, database: LiveDatabase, type: string, bytes: Buffer): Promise<void> {
		this.batch.push(bytes);
		if (type === 'Q' && isCopyIn(bytes)) {
			this.copying = true;
			this.socket.write(beginCopy());
			return;
		}
		if (!batchEnds.has(type)) return;
		const batch = Buffer.concat(this.batch);
		this.batch = [];
		const answer = await database.exchange(session, batch);
		if (this.socket.writable) this.socket.write(this.copying ? withoutBeginCopy(answer) : answer);
		this.copying = false;
	}

	private close(): void {
		if (this.closed) return;
		this.closed = true;
		const { database, session } = this;
		if (!database) return;
		this.gate.closed();
		if (!session) return;
		database.disconnect(session).catch((error: unknown) => {
			process.emitWarning(`Neon sandbox: ${String(error)}`);
		});
	}
}
