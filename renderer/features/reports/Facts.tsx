/** Names and values, one below the other. */
export function Facts({
  facts,
  className,
}: {
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly className: string | undefined;
}) {
  return (
    <dl className={className}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
