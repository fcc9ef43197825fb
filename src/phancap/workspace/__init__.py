"""The folder people edit: tables declared by each package, assembled, checked and snapshotted."""
