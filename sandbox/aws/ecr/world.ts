import { invalidParameter } from '../protocol/awsError';
import { isObject, type JsonObject, readText } from '../protocol/jsonInput';

export interface ScanFinding {
	readonly name: string;
	/** `CRITICAL`, `HIGH`, `MEDIUM`, `LOW`, `INFORMATIONAL`. */
	readonly severity: string;
}

/** What the scan of a repository's images says. */
export interface ImageScan {
	/** `COMPLETE`, `ACTIVE`, `IN_PROGRESS`, `FAILED`, `UNSUPPORTED_IMAGE`; `none` for one that never was. */
	readonly status: string;
	readonly findings: readonly ScanFinding[];
	readonly completedAtMs: number;
}

/** The scans of the registry, by repository: each image of one says the same. */
export class ImageScans {
	private readonly byRepository = new Map<string, ImageScan>();

	constructor(private readonly now: () => number) {}

	/** Without an order to the contrary everything was scanned, and nothing found. */
	of(repository: string): ImageScan {
		return this.byRepository.get(repository) ?? { status: 'COMPLETE', findings: [], completedAtMs: this.now() };
	}

	/** Reads `{repository, status?, findings?}`. Raises InvalidParameterException. */
	set(input: JsonObject): JsonObject {
		const repository = readText(input, 'repository');
		if (repository === undefined) throw invalidParameter('A scan needs a repository');
		const { findings } = input;
		const scan: ImageScan = {
			status: readText(input, 'status') ?? 'COMPLETE',
			findings: (Array.isArray(findings) ? findings : []).filter(isObject).map((finding) => ({
				name: readText(finding, 'name') ?? 'CVE-2026-0001',
				severity: readText(finding, 'severity') ?? 'MEDIUM',
			})),
			completedAtMs: this.now(),
		};
		this.byRepository.set(repository, scan);
		return { repository, ...scan };
	}
}
