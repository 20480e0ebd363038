/** PostgreSQL's messages, as far as a proxy needs them: https://www.postgresql.org/docs/18/protocol-message-formats.html */

const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;
const CANCEL_REQUEST = 80877102;

export type StartupMessage =
	| { readonly kind: 'tls' | 'gssEncryption' | 'cancel'; readonly bytes: Buffer }
	| {
			readonly kind: 'startup';
			readonly bytes: Buffer;
			readonly user: string;
			readonly database: string;
	  };

/** Cuts the bytes of a connection into messages. */
export class MessageReader {
	private buffer: Buffer = Buffer.alloc(0);

	add(data: Buffer): void {
		this.buffer = this.buffer.length === 0 ? data : Buffer.concat([this.buffer, data]);
	}

	/** The untyped message that opens a connection; `undefined`: not all there yet. */
	startup(): StartupMessage | undefined {
		const bytes = this.take(0);
		if (!bytes) return undefined;
		const code = bytes.readInt32BE(4);
		if (code === SSL_REQUEST) return { kind: 'tls', bytes };
		if (code === GSS_REQUEST) return { kind: 'gssEncryption', bytes };
		if (code === CANCEL_REQUEST) return { kind: 'cancel', bytes };
		const words = bytes.subarray(8).toString('utf8').split('\0');
		const parameters = new Map<string, string>();
		for (let at = 0; at + 1 < words.length; at += 2) {
			parameters.set(words[at] ?? '', words[at + 1] ?? '');
		}
		const user = parameters.get('user') ?? '';
		return { kind: 'startup', bytes, user, database: parameters.get('database') ?? user };
	}

	/** The next typed message. */
	message(): { readonly type: string; readonly bytes: Buffer } | undefined {
		const bytes = this.take(1);
		return bytes && { type: String.fromCharCode(bytes[0] ?? 0), bytes };
	}

	private take(typeBytes: number): Buffer | undefined {
		if (this.buffer.length < typeBytes + 4) return undefined;
		const length = typeBytes + this.buffer.readInt32BE(typeBytes);
		if (length < typeBytes + 4 || length > 256 * 1024 * 1024) {
			throw new Error('This is not the PostgreSQL protocol');
		}
		if (this.buffer.length < length) return undefined;
		const bytes = this.buffer.subarray(0, length);
		this.buffer = this.buffer.subarray(length);
		return bytes;
	}
}

function typed(type: string, body: Buffer): Buffer {
	const head = Buffer.alloc(5);
	head.write(type);
	head.writeInt32BE(body.length + 4, 1);
	return Buffer.concat([head, body]);
}

export const askForPassword = (): Buffer => typed('R', Buffer.from([0, 0, 0, 3]));

/** Text format, columns not reported: what the client needs to begin a COPY FROM STDIN. */
export const beginCopy = (): Buffer => typed('G', Buffer.from([0, 0, 0]));

export function fatalError(code: string, message: string): Buffer {
	const fields = ['SFATAL', 'VFATAL', `C${code}`, `M${message}`];
	return typed('E', Buffer.from(`${fields.join('\0')}\0\0`));
}

export function passwordOf(message: Buffer): string {
	return message.subarray(5, -1).toString('utf8');
}

export const isCopyIn = (message: Buffer): boolean =>
	/^\s*copy\s[^;]*\sfrom\s+stdin\b/i.test(message.subarray(5).toString('utf8'));

/** Without a first CopyInResponse, which the client already has. */
export function withoutBeginCopy(answer: Uint8Array): Uint8Array {
	if (answer[0] !== 'G'.charCodeAt(0)) return answer;
	return answer.subarray(1 + Buffer.from(answer).readInt32BE(1));
}
