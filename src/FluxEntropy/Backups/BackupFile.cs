namespace FluxEntropy.Backups;

/// <summary>A file of a backup.</summary>
/// <param name="Path">Where it is, relative to the backup and to the data folder, with '/' as separator.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Xxh3">XXH3-64 of its content, 16 hexadecimal digits.</param>
public sealed record BackupFile(string Path, long Bytes, string Xxh3);
