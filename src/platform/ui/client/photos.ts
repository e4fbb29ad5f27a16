import { showPhotos } from './photos-wait.ts'

// Loaded by the places of pictures that are not ready yet.
showPhotos(document)
