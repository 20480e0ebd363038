export interface LogEvent {
	readonly id: string;
	readonly timestampMs: number;
	readonly message: string;
}

export interface LogStream {
	readonly name: string;
	readonly createdAtMs: number;
	readonly events: LogEvent[];
}

/** Log groups with their streams, as tasks write them through the `awslogs` driver. */
export class LogStore {
	private readonly groups = new Map<string, Map<string, LogStream>>();

	private sequence = 0;

	constructor(private readonly now: () => number) {}

	group(name: string): Map<string, LogStream> | undefined {
		return this.groups.get(name);
	}

	names(): string[] {
		return [...this.groups.keys()].sort();
	}

	/** Makes the group and the stream when they are not there. */
	write(groupName: string, streamName: string, message: string): void {
		const group = this.groups.get(groupName) ?? new Map<string, LogStream>();
		this.groups.set(groupName, group);
		const stream = group.get(streamName) ?? {
			name: streamName,
			createdAtMs: this.now(),
			events: [],
		};
		group.set(streamName, stream);
		const id = String(++this.sequence).padStart(56, '0');
		stream.events.push({ id, timestampMs: Math.round(this.now()), message });
	}
}
