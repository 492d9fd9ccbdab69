-- What the storage provider asks the database for. Its package brings no script, so these are the least that does it.
CREATE TABLE OrleansQuery(QueryKey varchar(64) PRIMARY KEY, QueryText text NOT NULL);

CREATE TABLE grain_state(
  id_hash integer NOT NULL, id_n0 bigint NOT NULL, id_n1 bigint NOT NULL, type_hash integer NOT NULL, type_name text NOT NULL, id_text text, service text NOT NULL,
  payload bytea, version integer, PRIMARY KEY (id_n0, id_n1, type_name, service));

INSERT INTO OrleansQuery VALUES
('WriteToStorageKey', '
  INSERT INTO grain_state(id_hash, id_n0, id_n1, type_hash, type_name, id_text, service, payload, version)
  VALUES (@GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId, @PayloadBinary, 1)
  ON CONFLICT (id_n0, id_n1, type_name, service) DO UPDATE SET payload = excluded.payload, version = grain_state.version + 1
  WHERE grain_state.version = @GrainStateVersion
  RETURNING version AS NewGrainStateVersion'),
('ReadFromStorageKey', '
  SELECT payload AS PayloadBinary, version AS Version FROM grain_state
  WHERE id_n0 = @GrainIdN0 AND id_n1 = @GrainIdN1 AND type_name = @GrainTypeString AND service = @ServiceId AND @GrainIdHash IS NOT NULL AND @GrainTypeHash IS NOT NULL'),
('ClearStorageKey', '
  UPDATE grain_state SET payload = NULL, version = version + 1
  WHERE id_n0 = @GrainIdN0 AND id_n1 = @GrainIdN1 AND type_name = @GrainTypeString AND service = @ServiceId AND version = @GrainStateVersion
  RETURNING version AS NewGrainStateVersion'),
('DeleteStorageKey', '
  DELETE FROM grain_state WHERE id_n0 = @GrainIdN0 AND id_n1 = @GrainIdN1 AND type_name = @GrainTypeString AND service = @ServiceId AND version = @GrainStateVersion
  RETURNING version + 1 AS NewGrainStateVersion');
