import type { LiveDatabase } from './liveDatabase';

const columnsSql = `
SELECT c.table_schema, c.table_name, t.table_type, c.column_name,
	format_type(a.atttypid, a.atttypmod) AS type, c.is_nullable, c.column_default
FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
JOIN pg_attribute a ON a.attname = c.column_name
	AND a.attrelid = format('%I.%I', c.table_schema, c.table_name)::regclass
WHERE c.table_schema NOT IN ('pg_catalog', 'information_schema')
ORDER BY c.table_schema, c.table_name, c.ordinal_position`;

const viewsSql = `
SELECT schemaname, viewname, definition FROM pg_views
WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2`;

const constraintsSql = `
SELECT n.nspname AS schema, r.relname AS table, c.conname AS name, pg_get_constraintdef(c.oid) AS definition
FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND c.contype <> 'n' ORDER BY 1, 2, 3`;

const indexesSql = `
SELECT indexdef FROM pg_indexes i WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
	AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)
ORDER BY schemaname, tablename, indexname`;

type Row = Readonly<Record<string, unknown>>;

const text = (row: Row, key: string): string => {
	const value = row[key];
	return typeof value === 'string' ? value : '';
};

function tableLines(columns: readonly Row[]): string[] {
	const tables = new Map<string, Row[]>();
	for (const row of columns) {
		if (text(row, 'table_type') !== 'BASE TABLE') continue;
		const name = `${text(row, 'table_schema')}.${text(row, 'table_name')}`;
		tables.set(name, [...(tables.get(name) ?? []), row]);
	}
	return [...tables].flatMap(([name, rows]) => [
		`CREATE TABLE ${name} (`,
		...rows.map((row, index) => {
			const fallback = text(row, 'column_default');
			return [
				`    ${text(row, 'column_name')} ${text(row, 'type')}`,
				fallback === '' ? '' : ` DEFAULT ${fallback}`,
				text(row, 'is_nullable') === 'NO' ? ' NOT NULL' : '',
				index < rows.length - 1 ? ',' : '',
			].join('');
		}),
		');',
		'',
	]);
}

/** A database's schema as SQL, in a fixed order: tables, views, constraints, indexes. No rows. */
export async function schemaText(database: LiveDatabase): Promise<string> {
	const [columns = [], views = [], constraints = [], indexes = []] = await database.query(
		[columnsSql, viewsSql, constraintsSql, indexesSql].join(';'),
	);
	return [
		...tableLines(columns),
		...views.flatMap((row) => [
			`CREATE VIEW ${text(row, 'schemaname')}.${text(row, 'viewname')} AS`,
			...text(row, 'definition').split('\n'),
			'',
		]),
		...constraints.flatMap((row) => [
			`ALTER TABLE ONLY ${text(row, 'schema')}.${text(row, 'table')}`,
			`    ADD CONSTRAINT ${text(row, 'name')} ${text(row, 'definition')};`,
			'',
		]),
		...indexes.flatMap((row) => [`${text(row, 'indexdef')};`, '']),
	].join('\n');
}
