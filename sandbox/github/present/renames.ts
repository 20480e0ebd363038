import type { ComparedFile, RepositoryCommit } from '../../kernel/platform';

/** A changed file as GitHub tells it: with its former name where it was moved. */
export interface ChangedFile extends Pick<ComparedFile, 'filename'> {
	readonly status: ComparedFile['status'] | 'renamed';
	readonly previousFilename?: string;
}

/** Files that went and came with the very same content are moves; what git takes for similar stays two files. */
export function withRenames(
	files: readonly ComparedFile[],
	before: RepositoryCommit | undefined,
	after: RepositoryCommit,
): ChangedFile[] {
	const gone = files.filter(({ filename, status }) => status === 'removed' && before?.files[filename] !== '');
	const renames = new Map<string, string>();
	for (const { filename, status } of files) {
		if (status !== 'added') continue;
		const from = gone.findIndex((file) => before?.files[file.filename] === after.files[filename]);
		if (from >= 0) renames.set(filename, gone.splice(from, 1)[0]?.filename ?? '');
	}
	const moved = new Set(renames.values());
	return files
		.filter(({ filename, status }) => status !== 'removed' || !moved.has(filename))
		.map((file) => {
			const previousFilename = renames.get(file.filename);
			return previousFilename === undefined
				? file
				: { filename: file.filename, status: 'renamed' as const, previousFilename };
		});
}
